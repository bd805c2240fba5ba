package io.signet.attestation.tpm;

/**
 * How near a TPM is to its lockout, the defence against the guessing of authorisation values (TPM 2.0 part 1, section
 * 19.8). Signet's own keys are exempt from it: their values can't be guessed, so that nobody can lock a node out.
 *
 * @param tries wrong values that were tried
 * @param triesMax at how many of them the TPM locks
 * @param forgivesEverySeconds after how long it forgets one of them, 0 for never
 */
public record TpmLockout(int tries, int triesMax, int forgivesEverySeconds) {
    /** Whether the TPM is in lockout. */
    public boolean locked() {
        return triesMax > 0 && tries >= triesMax;
    }
}
