package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.SealedSecret;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmLockout;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.SortedSet;
import java.util.random.RandomGenerator;

/** What a node does with its keys in the TPM. Thread-safe. */
public final class TpmKeys implements AutoCloseable {
    private final TpmLink link;

    private TpmKeys(TpmLink link) {
        this.link = link;
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#open}. */
    public static TpmKeys open(TpmTransport transport, Path directory, RandomGenerator random) throws TpmException {
        return new TpmKeys(TpmLink.open(transport, new KeyDirectory(directory), random));
    }

    /** The result key's public half; needs no TPM. */
    public PublicKey publicKey() throws TpmException {
        return Template.RESULT.point(link.keys().result().publicArea()).key();
    }

    /** ECDSA over the SHA-256 of {@code toBeSigned}: r and s, 32 bytes each. */
    public Bytes sign(Bytes toBeSigned) throws TpmException {
        Bytes digest = Digest.sha256(toBeSigned).value();
        return link.call(keys -> keys.sign(digest));
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#seal}. */
    public SealedSecret seal(Bytes secret, SortedSet<Integer> pcrs) throws TpmException {
        WrappedKeys.Wrapped wrapped = link.call(keys -> Sealing.seal(keys.tpm(), secret, pcrs));
        return new SealedSecret(pcrs, wrapped.publicArea(), wrapped.privateArea());
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#unseal}. */
    public Bytes unseal(SealedSecret sealed) throws TpmException {
        WrappedKeys.Wrapped wrapped = new WrappedKeys.Wrapped(sealed.publicArea(), sealed.privateArea());
        return link.call(keys -> Sealing.unseal(keys.tpm(), wrapped, sealed.pcrs()));
    }

    /** As {@link io.signet.attestation.tpm.TpmKey#lockout}. */
    public TpmLockout lockout() throws TpmException {
        return link.call(keys -> LockoutReader.read(keys.tpm()));
    }

    TpmLink link() {
        return link;
    }

    @Override
    public void close() {
        link.close();
    }
}
