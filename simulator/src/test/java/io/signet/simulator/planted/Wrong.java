package io.signet.simulator.planted;

import io.signet.statement.IdentityChain;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.PrefixProof;
import java.time.Duration;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;

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

    /** Instead of the rule by which a witness signs. */
    public static Sighting signed(
            IdentityChain identity, TreeHead head, Optional<PrefixProof> path, Optional<TreeHead> last) {
        return new Sighting.Extends();
    }

    /** Instead of a multiple. */
    public static Duration once(Duration duration, long factor) {
        return duration;
    }

    /** Instead of a field of milliseconds. */
    public static long aSecond(Object owner) {
        return 1000;
    }
}
