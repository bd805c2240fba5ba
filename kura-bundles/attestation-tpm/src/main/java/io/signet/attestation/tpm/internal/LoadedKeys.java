package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import java.util.SortedMap;

/**
 * A node's result key, loaded and with a session, until the connection ends; its attestation key is loaded when needed, as
 * a TPM without a resource manager has room for three keys only. Not thread-safe.
 */
final class LoadedKeys implements AutoCloseable {
    private static final int ECDSA = 0x0018;
    private static final int ALGORITHM_NULL = 0x0010;
    private static final int NULL_HIERARCHY = 0x40000007;
    private static final int HASH_CHECK = 0x8024;
    private static final int SCALAR_SIZE_BYTES = 32;

    private final TpmConnection tpm;
    private final WrappedKeys keys;
    private final TpmEntity result;
    private final TpmSession resultSession;

    private LoadedKeys(TpmConnection tpm, WrappedKeys keys, TpmEntity result, TpmSession resultSession) {
        this.tpm = tpm;
        this.keys = keys;
        this.result = result;
        this.resultSession = resultSession;
    }

    /**
     * Loads the result key of {@code keys}. Closing the result closes {@code tpm}.
     *
     * @throws AnotherTpmException if another TPM wrapped them
     */
    static LoadedKeys load(TpmConnection tpm, WrappedKeys keys) throws TpmException, AnotherTpmException {
        LoadedKey storage = KeyMaker.storage(tpm);
        if (!storage.entity().name().equals(keys.storageName())) {
            throw new AnotherTpmException();
        }
        TpmEntity result = KeyMaker.load(tpm, storage, keys.result(), keys.auth());
        LoadedKeys loaded = new LoadedKeys(tpm, keys, result, tpm.startHmacSession(storage));
        tpm.flush(storage.entity());
        return loaded;
    }

    /** The keys were wrapped by another TPM, or by this one before it was cleared. */
    static final class AnotherTpmException extends Exception {
        private AnotherTpmException() {
            super("wrapped by another TPM", null, false, false);
        }
    }

    TpmConnection tpm() {
        return tpm;
    }

    /** Signs {@code digest} with the result key: r and s, 32 bytes each. */
    Bytes sign(Bytes digest) throws TpmException {
        TpmWriter parameters = new TpmWriter()
                .sized(digest)
                .u16(ALGORITHM_NULL) // the key's own scheme
                .u16(HASH_CHECK)
                .u32(NULL_HIERARCHY)
                .u16(0);
        TpmReader signature = tpm.run(
                        TpmCommand.authorised(TpmCommand.Code.SIGN, parameters, result), resultSession.plain())
                .parameters();
        return rawSignature(signature);
    }

    private static Bytes rawSignature(TpmReader signature) throws TpmUnavailableException {
        if (signature.u16() != ECDSA || signature.u16() != Template.SHA256) {
            throw new TpmUnavailableException("the TPM signed with another scheme than ECDSA with SHA-256");
        }
        byte[] raw = new byte[2 * SCALAR_SIZE_BYTES];
        for (int i = 0; i < 2; i++) {
            byte[] scalar = signature.sized(); // some TPMs leave out leading zeros
            if (scalar.length > SCALAR_SIZE_BYTES) {
                throw new TpmUnavailableException("the TPM's signature is not one on P-256");
            }
            System.arraycopy(scalar, 0, raw, (i + 1) * SCALAR_SIZE_BYTES - scalar.length, scalar.length);
        }
        signature.expectEnd();
        return Bytes.copyOf(raw);
    }

    /**
     * What a TPM says about itself for one nonce.
     *
     * @param certified that the result key lives in it
     * @param quoted its registers
     * @param unwrapKey that the key lives in it which is bound to these registers
     */
    record Attestation(SignedAttest certified, SignedAttest quoted, TpmEvidence.CertifiedKey unwrapKey) {}

    /** Has the attestation key certify result and unwrap key and quote {@code registers}, which have these values. */
    Attestation attest(Bytes qualifyingData, SortedMap<Integer, Digest> registers) throws TpmException {
        Bytes selection = Pcrs.selection(registers.keySet());
        return withAttestationKey((key, session) -> {
            SignedAttest certified = certify(result, qualifyingData, key, session);
            KeyMaker.Primary unwrapKey = UnwrapKey.make(tpm, keys.auth(), registers);
            SignedAttest unwrapCertified;
            try {
                unwrapCertified = certify(unwrapKey.entity(), qualifyingData, key, session);
            } finally {
                tpm.flush(unwrapKey.entity());
            }
            SignedAttest quoted = attested(tpm.run(
                    TpmCommand.authorised(
                            TpmCommand.Code.QUOTE,
                            new TpmWriter()
                                    .sized(qualifyingData)
                                    .u16(ALGORITHM_NULL)
                                    .bytes(selection),
                            key),
                    session.plain()));
            return new Attestation(
                    certified, quoted, new TpmEvidence.CertifiedKey(unwrapKey.publicArea(), unwrapCertified));
        });
    }

    private SignedAttest certify(TpmEntity certified, Bytes qualifyingData, TpmEntity key, TpmSession session)
            throws TpmException {
        return attested(tpm.run(
                TpmCommand.authorised(
                        TpmCommand.Code.CERTIFY,
                        new TpmWriter().sized(qualifyingData).u16(ALGORITHM_NULL),
                        certified,
                        key),
                resultSession.plain(),
                session.plain()));
    }

    /** As {@link UnwrapKey#agree}. */
    byte[] agree(MeasuredKey key, Bytes point) throws TpmException, MeasuredKeyException {
        return UnwrapKey.agree(tpm, keys.auth(), key, point);
    }

    private static SignedAttest attested(TpmConnection.Response response) throws TpmUnavailableException {
        return new SignedAttest(
                Bytes.copyOf(response.parameters().sized()),
                Bytes.copyOf(response.parameters().rest()));
    }

    /** As {@link Endorsement#activate} for our attestation key. */
    Bytes activate(Endorsement endorsement, Bytes blob, Bytes secret) throws TpmException {
        return withAttestationKey((key, session) -> endorsement.activate(tpm, key, session, blob, secret));
    }

    @FunctionalInterface
    private interface AttestationUse<T> {
        T run(TpmEntity key, TpmSession session) throws TpmException;
    }

    private <T> T withAttestationKey(AttestationUse<T> use) throws TpmException {
        LoadedKey storage = KeyMaker.storage(tpm);
        TpmEntity key = KeyMaker.load(tpm, storage, keys.attestation(), keys.auth());
        TpmSession session = tpm.startHmacSession(storage);
        tpm.flush(storage.entity());
        try {
            return use.run(key, session);
        } finally {
            tpm.flush(session.entity());
            tpm.flush(key);
        }
    }

    @Override
    public void close() {
        tpm.close();
    }
}
