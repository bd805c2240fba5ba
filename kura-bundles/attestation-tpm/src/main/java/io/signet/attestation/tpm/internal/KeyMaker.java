package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.statement.Bytes;
import java.util.random.RandomGenerator;

/** Makes and loads keys. */
final class KeyMaker {
    private static final TpmWriter NO_SECRET = new TpmWriter().u16(4).u16(0).u16(0);

    private KeyMaker() {}

    /** A key that the TPM derives from its seed, the same each time; has to be flushed. */
    record Primary(TpmEntity entity, Bytes publicArea) {}

    static Primary primary(TpmConnection tpm, TpmEntity hierarchy, Template template) throws TpmException {
        TpmConnection.Response response = tpm.run(TpmCommand.authorised(
                TpmCommand.Code.CREATE_PRIMARY,
                new TpmWriter()
                        .bytes(NO_SECRET.toArray())
                        .sized(template.publicArea())
                        .u16(0) // outsideInfo
                        .u32(0), // creationPCR
                hierarchy));
        Bytes publicArea = Bytes.copyOf(response.parameters().sized());
        return new Primary(new TpmEntity(response.handle(), Template.name(publicArea), Bytes.EMPTY), publicArea);
    }

    /** The storage key; has to be flushed. */
    static LoadedKey storage(TpmConnection tpm) throws TpmException {
        Primary primary = primary(tpm, TpmEntity.OWNER, Template.STORAGE);
        return new LoadedKey(primary.entity(), primary.publicArea(), Template.STORAGE.point(primary.publicArea()));
    }

    /** Makes a key or seals {@code secret}; {@code auth} and {@code secret} do not cross the bus in clear. */
    static WrappedKeys.Wrapped create(
            TpmConnection tpm, LoadedKey storage, TpmSession session, Template template, Bytes auth, Bytes secret)
            throws TpmException {
        TpmWriter sensitive = new TpmWriter().sized(auth).sized(secret);
        TpmReader response = tpm.run(
                        TpmCommand.authorised(
                                TpmCommand.Code.CREATE,
                                new TpmWriter()
                                        .sized(sensitive.toBytes())
                                        .sized(template.publicArea())
                                        .u16(0) // outsideInfo
                                        .u32(0), // creationPCR
                                storage.entity()),
                        session.secretCommand())
                .parameters();
        Bytes privateArea = Bytes.copyOf(response.sized());
        return new WrappedKeys.Wrapped(Bytes.copyOf(response.sized()), privateArea);
    }

    /** Loads what {@link #create} made; has to be flushed. */
    static TpmEntity load(TpmConnection tpm, LoadedKey storage, WrappedKeys.Wrapped wrapped, Bytes auth)
            throws TpmException {
        TpmConnection.Response response = tpm.run(TpmCommand.authorised(
                TpmCommand.Code.LOAD,
                new TpmWriter().sized(wrapped.privateArea()).sized(wrapped.publicArea()),
                storage.entity()));
        return new TpmEntity(response.handle(), Template.name(wrapped.publicArea()), auth);
    }

    /**
     * Makes a node's keys.
     *
     * @param random for the authorisation value: a {@link java.security.SecureRandom}
     */
    static WrappedKeys makeAll(TpmConnection tpm, RandomGenerator random) throws TpmException {
        LoadedKey storage = storage(tpm);
        TpmSession session = tpm.startHmacSession(storage);
        Bytes auth = drawAuth(random);
        WrappedKeys keys = new WrappedKeys(
                storage.entity().name(),
                auth,
                create(tpm, storage, session, Template.ATTESTATION, auth, Bytes.EMPTY),
                create(tpm, storage, session, Template.RESULT, auth, Bytes.EMPTY));
        tpm.flush(session.entity());
        tpm.flush(storage.entity());
        return keys;
    }

    /** TPMs drop zeros at the end of an authorisation value, so there shall be none. */
    private static Bytes drawAuth(RandomGenerator random) {
        byte[] auth = new byte[WrappedKeys.AUTH_SIZE_BYTES];
        do {
            random.nextBytes(auth);
        } while (auth[auth.length - 1] == 0);
        return Bytes.copyOf(auth);
    }
}
