package io.signet.kura.internal;

import java.util.Map;

/** What became of a record that was sent to the mesh. */
sealed interface WireAnswer {
    /**
     * It was answered, and the answer verified.
     *
     * @param properties outputs as numbers, Booleans or bytes, and the receipt
     */
    record Answered(Map<String, Object> properties) implements WireAnswer {
        public Answered {
            properties = Map.copyOf(properties);
        }
    }

    /**
     * It was not.
     *
     * @param reason and what to do, for a person
     */
    record Failed(String reason) implements WireAnswer {}
}
