package io.signet.simulator.planted;

import java.util.Collection;
import java.util.NavigableMap;

/** What planted bugs do instead of the right thing. */
public final class Wrong {
    private Wrong() {}

    /** Instead of {@code equals}. */
    public static boolean same(Object one, Object other) {
        return true;
    }

    /** Instead of {@code values}. */
    public static Collection<?> lastFirst(NavigableMap<?, ?> map) {
        return map.descendingMap().values();
    }

    /** Instead of a field of milliseconds. */
    public static long aSecond(Object owner) {
        return 1000;
    }
}
