package io.signet.firstboot;

import java.util.List;

/** Shows people how far the box is. */
@FunctionalInterface
public interface Display {
    /** Shows {@code progress} until something else is shown; may be told the same again. */
    void show(Progress progress);

    /** All of {@code displays}, in their order. */
    static Display all(List<Display> displays) {
        List<Display> each = List.copyOf(displays);
        return progress -> each.forEach(display -> display.show(progress));
    }
}
