package io.signet.attestation.tpm;

/** The TPM refused a command. */
public final class TpmRefusedException extends TpmException {
    private final int responseCode;

    /**
     * @param responseCode as the TPM gave it (TPM 2.0 part 2, section 6.6)
     * @param message what it means and what to do, in plain words
     */
    public TpmRefusedException(int responseCode, String message) {
        super(message);
        this.responseCode = responseCode;
    }

    /** The TPM's response code (TPM 2.0 part 2, section 6.6), unchanged. */
    public int responseCode() {
        return responseCode;
    }
}
