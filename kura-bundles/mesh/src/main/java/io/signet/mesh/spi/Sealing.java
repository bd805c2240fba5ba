package io.signet.mesh.spi;

import io.signet.statement.Bytes;
import java.security.PrivateKey;

/** Hides a message's contents from everybody but its recipient, the broker included. Thread-safe. */
public interface Sealing {
    /** Size of an encapsulated key. */
    int ENCAPSULATED_BYTES = 32;

    /**
     * Seals {@code plaintext}.
     *
     * @param recipientKey the recipient's, 32 bytes, raw X25519 (RFC 7748)
     * @param associated bound to the message, not hidden
     */
    Sealed seal(Bytes recipientKey, Bytes associated, Bytes plaintext);

    /**
     * Opens what {@link #seal} made.
     *
     * @throws UnsealException if it was made for another key, or altered
     */
    Bytes open(PrivateKey key, Sealed sealed, Bytes associated) throws UnsealException;

    /**
     * A message that only the recipient opens.
     *
     * @param encapsulated {@value #ENCAPSULATED_BYTES} bytes
     */
    record Sealed(Bytes encapsulated, Bytes ciphertext) {}

    /** Sealed for another key, or altered. */
    final class UnsealException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Without a stack trace: hostile bytes are no bug. */
        public UnsealException() {
            super("sealed for another key, or altered", null, false, false);
        }
    }
}
