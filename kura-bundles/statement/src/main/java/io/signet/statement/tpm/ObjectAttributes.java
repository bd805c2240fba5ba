package io.signet.statement.tpm;

/**
 * What a key in a TPM may do and what may be done to it: TPMA_OBJECT (TPM 2.0 Library, part 2, section 8.3).
 *
 * @param bits all 32 of them
 */
public record ObjectAttributes(int bits) {
    /** The key can't leave its TPM. */
    public static final int FIXED_TPM = 1 << 1;

    /** The key can't be moved to another parent. */
    public static final int FIXED_PARENT = 1 << 4;

    /** The TPM made the key by itself: nobody has seen it. */
    public static final int SENSITIVE_DATA_ORIGIN = 1 << 5;

    /** Whoever knows the authorisation value can use the key, whatever its policy says. */
    public static final int USER_WITH_AUTH = 1 << 6;

    /** The key works only on what the TPM made itself. */
    public static final int RESTRICTED = 1 << 16;

    /** The key decrypts. */
    public static final int DECRYPT = 1 << 17;

    /** The key signs. */
    public static final int SIGN = 1 << 18;

    /** Whether the key was made in its TPM and can't leave it. */
    public boolean bound() {
        return has(FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN);
    }

    /** Whether one of {@code unwanted} is set. */
    public boolean hasAny(int unwanted) {
        return (bits & unwanted) != 0;
    }

    /** Whether all of {@code wanted} are set. */
    public boolean has(int wanted) {
        return (bits & wanted) == wanted;
    }
}
