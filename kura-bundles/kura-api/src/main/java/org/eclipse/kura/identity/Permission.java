package org.eclipse.kura.identity;

/** Something that a user may do. */
public class Permission {
    private final String name;

    /** The permission of that name. */
    public Permission(String name) {
        this.name = name;
    }

    /** Its name. */
    public String getName() {
        return name;
    }
}
