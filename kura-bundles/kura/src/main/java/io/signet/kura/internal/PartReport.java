package io.signet.kura.internal;

import java.util.Optional;

/**
 * How one of Kura's components stands.
 *
 * @param status what is in force of it
 * @param refused why what was last set is not in force; empty if it is, or nothing was set
 */
record PartReport(PartName name, PartStatus status, Optional<String> refused) {
    /** In a few words, for people. */
    String text() {
        String now =
                switch (kind()) {
                    case "applied" -> "on";
                    case "off" -> "off (" + reason() + ")";
                    default -> "off, refused: " + reason();
                };
        return refused.map(why -> now + "; not set as asked: " + why).orElse(now);
    }

    /** {@code applied}, {@code off} or {@code refused}. */
    String kind() {
        if (status instanceof PartStatus.Applied) {
            return "applied";
        }
        return status instanceof PartStatus.Off ? "off" : "refused";
    }

    /** Why it is off; empty if it is not. */
    String reason() {
        if (status instanceof PartStatus.Off off) {
            return off.reason();
        }
        return status instanceof PartStatus.Refused why ? why.reason() : "";
    }
}
