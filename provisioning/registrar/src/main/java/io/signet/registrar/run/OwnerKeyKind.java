package io.signet.registrar.run;

import io.signet.attestation.Pkcs11Uri;
import io.signet.attestation.tpm.TpmAddress;

/** What keeps an owner's key. */
public sealed interface OwnerKeyKind {
    /** A file, encrypted by the owner's passphrase. */
    record EncryptedFile() implements OwnerKeyKind {}

    /** A TPM of the registrar's machine, in which alone the key works: who loses the machine loses the owner. */
    record Tpm(TpmAddress address) implements OwnerKeyKind {}

    /** A PKCS#11 token, which draws the key; its PIN is in the file that the URI names. */
    record Token(Pkcs11Uri uri) implements OwnerKeyKind {}
}
