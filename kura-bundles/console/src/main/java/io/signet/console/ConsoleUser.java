package io.signet.console;

import io.signet.runtime.Limits;
import java.util.Set;

/**
 * Somebody who has logged in.
 *
 * @param name as the trail of changes and the pages show it, 1 to {@value #NAME_CHARS_MAX} characters
 * @param login by what: {@code password}, {@code certificate} or {@code kura}
 * @param permissions what he may do; without {@link ConsolePermission#READ} nothing
 */
public record ConsoleUser(String name, String login, Set<ConsolePermission> permissions) {
    /** Longest name. */
    public static final int NAME_CHARS_MAX = 128;

    public ConsoleUser {
        Limits.requireText("name", name, NAME_CHARS_MAX);
        permissions = Set.copyOf(permissions);
    }

    /** Whether he may. */
    public boolean may(ConsolePermission permission) {
        return permissions.contains(permission);
    }
}
