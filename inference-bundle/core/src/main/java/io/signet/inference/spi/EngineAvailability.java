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
            Limits.requireText("name", name, Engine.NAME_CHARS_MAX);
            reason = reason.substring(0, Math.min(reason.length(), REASON_CHARS_MAX));
            Limits.requireText("reason", reason, REASON_CHARS_MAX);
        }

        /**
         * It does not, because its native libraries did not load.
         *
         * @param remedy what to do about it
         */
        public static NotAvailable of(String name, LinkageError error, String remedy) {
            Throwable root = error;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new NotAvailable(
                    name,
                    "its libraries did not load (" + root.getClass().getSimpleName() + ": " + root.getMessage() + "); "
                            + remedy);
        }

        @Override
        public String toString() {
            return name + " not available: " + reason;
        }
    }
}
