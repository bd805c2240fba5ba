package io.signet.attestation;

/** A PKCS#11 module, token or key that can't be used; the message says which and what to do. Never holds a PIN. */
public final class Pkcs11Exception extends AttestationException {
    private final boolean pinRefused;

    /** @param message what is wrong and what to do about it */
    public Pkcs11Exception(String message) {
        super(message);
        this.pinRefused = false;
    }

    /** As {@link #Pkcs11Exception(String)}, with what the platform said. */
    public Pkcs11Exception(String message, Throwable cause) {
        this(message, cause, false);
    }

    private Pkcs11Exception(String message, Throwable cause, boolean pinRefused) {
        super(message, cause);
        this.pinRefused = pinRefused;
    }

    /** The token refuses the PIN, or is locked: whoever tries again and again locks it. */
    public static Pkcs11Exception ofRefusedPin(String message, Throwable cause) {
        return new Pkcs11Exception(message, cause, true);
    }

    /** True if the token refused the PIN. */
    public boolean pinRefused() {
        return pinRefused;
    }
}
