package io.signet.kura.internal;

import java.util.function.Supplier;
import org.osgi.service.component.ComponentException;

/** What one of Kura's components was configured with, on its way to the node. */
final class Said {
    private Said() {}

    /**
     * Hands a part on, or why it is none. Kura shows nothing of what a component throws at a change, and takes one away that throws at
     * its start: so nothing is thrown.
     *
     * @param part makes the part of the options, or throws because of an impossible value
     */
    static void to(NodeAssembly assembly, PartName name, Supplier<Part> part) {
        Part said;
        try {
            said = part.get();
        } catch (ComponentException e) {
            assembly.refuse(name, "a value is of another type than its description says: " + e.getMessage());
            return;
        } catch (IllegalArgumentException e) {
            assembly.refuse(name, String.valueOf(e.getMessage()));
            return;
        }
        assembly.set(said);
    }
}
