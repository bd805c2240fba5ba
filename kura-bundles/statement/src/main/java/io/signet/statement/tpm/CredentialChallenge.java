package io.signet.statement.tpm;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;

/**
 * A secret that only the TPM with a certain endorsement key can open, and only if a certain attestation key lives in the same
 * TPM: what TPM2_MakeCredential makes and TPM2_ActivateCredential opens (TPM 2.0 Library, part 1, section 24).
 * docs/protocol.md, section "Credential challenge".
 *
 * @param idObject the contents of TPM2B_ID_OBJECT (part 2, section 12.4.3), 1 to {@value #ID_OBJECT_BYTES_MAX} bytes
 * @param encryptedSecret the contents of TPM2B_ENCRYPTED_SECRET (part 2, section 11.4.33), 1 to
 *     {@value #ENCRYPTED_SECRET_BYTES_MAX} bytes
 */
public record CredentialChallenge(Bytes idObject, Bytes encryptedSecret) {
    /** Largest {@link #idObject}: an HMAC and a secret, each with its length and at most 64 bytes. */
    public static final int ID_OBJECT_BYTES_MAX = 132;

    /** Largest {@link #encryptedSecret}: a block of RSA-4096. */
    public static final int ENCRYPTED_SECRET_BYTES_MAX = 512;

    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = ID_OBJECT_BYTES_MAX + ENCRYPTED_SECRET_BYTES_MAX + 16;

    private static final int FIELDS = 3;
    private static final int VERSION = 1;

    public CredentialChallenge {
        requireSize("an id object", idObject, ID_OBJECT_BYTES_MAX);
        requireSize("an encrypted secret", encryptedSecret, ENCRYPTED_SECRET_BYTES_MAX);
    }

    /** The encoding. */
    public Bytes encode() {
        return new CborWriter(SIZE_BYTES_MAX)
                .startMap(FIELDS)
                .writeInt(0)
                .writeInt(VERSION)
                .writeInt(1)
                .writeBytes(idObject)
                .writeInt(2)
                .writeBytes(encryptedSecret)
                .toBytes();
    }

    /**
     * Reads a challenge.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static CredentialChallenge decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readMap(FIELDS);
        reader.readExactInt(0);
        reader.readExactInt(VERSION);
        reader.readExactInt(1);
        Bytes idObject = reader.readBytes(ID_OBJECT_BYTES_MAX);
        reader.readExactInt(2);
        Bytes encryptedSecret = reader.readBytes(ENCRYPTED_SECRET_BYTES_MAX);
        reader.expectEnd();
        if (idObject.size() == 0 || encryptedSecret.size() == 0) {
            throw new MalformedException("a credential challenge has no empty parts", 0);
        }
        return new CredentialChallenge(idObject, encryptedSecret);
    }

    private static void requireSize(String what, Bytes bytes, int max) {
        if (bytes.size() == 0 || bytes.size() > max) {
            throw new IllegalArgumentException(what + " has 1 to " + max + " bytes, not " + bytes.size());
        }
    }
}
