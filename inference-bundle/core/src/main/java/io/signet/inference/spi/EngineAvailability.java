package io.signet.inference.spi;

import io.signet.runtime.Limits;

/** Whether an engine works on this machine. That it does not is an ordinary answer, not an error. */
public sealed interface EngineAvailability {
    /** It works. */
    record Available(Engine engine) implements EngineAvailability {}

    /**
     * It does not.
     *
     * @param name the engine's name
     * @param reason what is missing and, where known, what to do about it; 1 to 1,000 characters
     */
    record NotAvailable(String name, String reason) implements EngineAvailability {
        private static final int REASON_CHARS_MAX = 1_000;

        public NotAvailable {
            Limits.requireText("name", name, 32);
            reason = reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX));
            Limits.requireText("reason", reason, REASON_CHARS_MAX);
        }

        @Override
        public String toString() {
            return name + " not available: " + reason;
        }
    }
}
