package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands over one connection. What was loaded through it is gone with it. After a {@link TpmUnavailableException}
 * only {@link #close} makes sense. Not thread-safe.
 */
final class TpmConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TpmConnection.class);

    private static final int NO_SESSIONS = 0x8001;
    private static final int SESSIONS = 0x8002;
    private static final int PASSWORD_SESSION = 0x40000009;
    private static final int CAPABILITY_HANDLES = 1;
    private static final int TRANSIENT_FIRST = 0x80000000;
    private static final int LOADED_SESSION_FIRST = 0x02000000;
    private static final int HANDLES_MAX = 64;
    private static final int HMAC_SESSION = 0;
    private static final int POLICY_SESSION = 1;
    /** How often a busy TPM is asked again; with the pauses between, some 6 s in all. */
    private static final int TRIES_MAX = 40;

    private static final long PAUSE_NANOS = Duration.ofMillis(150).toNanos();

    private final TpmTransport.Channel channel;
    private final RandomGenerator random;

    /** @param random for nonces: a {@link java.security.SecureRandom} */
    TpmConnection(TpmTransport.Channel channel, RandomGenerator random) {
        this.channel = channel;
        this.random = random;
    }

    /** @param handle of what the command loaded or started, 0 if it is none of these commands */
    record Response(int handle, TpmReader parameters) {}

    /**
     * Runs {@code command}. Entities beyond the sessions given are authorised by an empty password.
     *
     * @throws TpmUnavailableException if the TPM does not answer as it should
     * @throws io.signet.attestation.tpm.TpmRefusedException if it refuses
     */
    Response run(TpmCommand command, TpmSession.Use... sessions) throws TpmException {
        byte[] parameters = command.parameters().toArray();
        for (int i = 0; i < sessions.length; i++) {
            parameters =
                    sessions[i].prepare(parameters, command.authorised().get(i).auth());
        }
        byte[] response = exchange(command.code(), marshal(command, parameters, List.of(sessions)));
        TpmReader reader = new TpmReader(response);
        int tag = reader.u16();
        reader.u32(); // the size, which the channel has checked
        int code = reader.u32();
        if (code != ResponseCode.SUCCESS) {
            throw ResponseCode.refusal(command.code(), code);
        }
        if (tag != (command.authorised().isEmpty() ? NO_SESSIONS : SESSIONS)) {
            throw new TpmUnavailableException("the TPM's response has the tag of another command");
        }
        int handle = command.code().returnsHandle() ? reader.u32() : 0;
        return new Response(handle, new TpmReader(unmarshal(command, reader, List.of(sessions))));
    }

    private static byte[] marshal(TpmCommand command, byte[] parameters, List<TpmSession.Use> sessions) {
        boolean open = command.authorised().isEmpty();
        List<TpmEntity> entities = new ArrayList<>(command.authorised());
        entities.addAll(command.others());
        TpmWriter handles = new TpmWriter();
        TpmWriter named = new TpmWriter().u32(command.code().value());
        for (TpmEntity entity : entities) {
            handles.u32(entity.handle());
            named.bytes(entity.name());
        }
        TpmWriter body = handles;
        if (!open) {
            byte[] cpHash = Kdf.sha256(named.toArray(), parameters);
            TpmWriter area = new TpmWriter();
            for (int i = 0; i < command.authorised().size(); i++) {
                Bytes auth = command.authorised().get(i).auth();
                if (i < sessions.size()) {
                    sessions.get(i).write(area, cpHash, auth);
                } else if (auth.size() == 0) {
                    area.u32(PASSWORD_SESSION).u16(0).u8(0).u16(0);
                } else {
                    throw new IllegalStateException("a secret authorisation value must not be sent: use a session");
                }
            }
            byte[] sized = area.toArray();
            body.u32(sized.length).bytes(sized);
        }
        byte[] rest = body.bytes(parameters).toArray();
        return new TpmWriter()
                .u16(open ? NO_SESSIONS : SESSIONS)
                .u32(TpmTransport.Channel.HEADER_SIZE_BYTES + rest.length)
                .u32(command.code().value())
                .bytes(rest)
                .toArray();
    }

    private byte[] exchange(TpmCommand.Code code, byte[] command) throws TpmUnavailableException {
        try {
            for (int tries = 1; true; tries++) {
                byte[] response = channel.exchange(command);
                TpmReader reader = new TpmReader(response);
                reader.bytes(6);
                if (!ResponseCode.asksForRetry(reader.u32()) || tries == TRIES_MAX) {
                    return response;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (IOException e) {
            throw new TpmUnavailableException("the TPM does not answer (" + code + "): " + reason(e), e);
        }
    }

    /** A file system's exceptions name the file only, their class the reason. */
    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Returns the response's parameters after checking that the TPM sent them. */
    private static byte[] unmarshal(TpmCommand command, TpmReader reader, List<TpmSession.Use> sessions)
            throws TpmUnavailableException {
        if (command.authorised().isEmpty()) {
            return reader.rest();
        }
        byte[] parameters = reader.bytes(reader.u32());
        byte[] rpHash = Kdf.sha256(
                new TpmWriter()
                        .u32(ResponseCode.SUCCESS)
                        .u32(command.code().value())
                        .toArray(),
                parameters);
        byte[] clear = parameters;
        for (int i = 0; i < sessions.size(); i++) {
            clear = sessions.get(i)
                    .read(reader, rpHash, clear, command.authorised().get(i).auth());
        }
        return clear;
    }

    /** Starts a session for authorisation values, salted for {@code storageKey}. */
    TpmSession startHmacSession(LoadedKey storageKey) throws TpmException {
        return start(storageKey, HMAC_SESSION);
    }

    /** Starts a session for a policy, salted for {@code storageKey}. */
    TpmSession startPolicySession(LoadedKey storageKey) throws TpmException {
        return start(storageKey, POLICY_SESSION);
    }

    private TpmSession start(LoadedKey storageKey, int type) throws TpmException {
        Salt salt = Salt.forKey(storageKey.point().key(), storageKey.point().x());
        byte[] nonceCaller = new byte[TpmSession.NONCE_SIZE_BYTES];
        random.nextBytes(nonceCaller);
        Response response = run(TpmCommand.open(
                TpmCommand.Code.START_AUTH_SESSION,
                new TpmWriter()
                        .sized(nonceCaller)
                        .sized(salt.encrypted())
                        .u8(type)
                        .u16(Template.AES)
                        .u16(Template.AES_KEY_SIZE_BITS)
                        .u16(Template.CFB)
                        .u16(Template.SHA256),
                storageKey.entity(),
                TpmEntity.NULL));
        byte[] nonceTpm = response.parameters().sized();
        byte[] key = Kdf.a(salt.secret().toArray(), "ATH", nonceTpm, nonceCaller);
        return new TpmSession(
                TpmEntity.permanent(response.handle()), key, type == POLICY_SESSION, Bytes.copyOf(nonceTpm), random);
    }

    /** Frees the place in the TPM that a key or session takes. */
    void flush(TpmEntity entity) throws TpmException {
        run(TpmCommand.open(TpmCommand.Code.FLUSH_CONTEXT, new TpmWriter().u32(entity.handle())));
    }

    /**
     * Frees all places that are taken as far as this connection sees them. A resource manager shows each program its own
     * only, none at first. Without one there is nobody else, but what we left behind when we were killed.
     */
    void flushAll() throws TpmException {
        for (int first : List.of(TRANSIENT_FIRST, LOADED_SESSION_FIRST)) {
            TpmReader response = run(TpmCommand.open(
                            TpmCommand.Code.GET_CAPABILITY,
                            new TpmWriter().u32(CAPABILITY_HANDLES).u32(first).u32(HANDLES_MAX)))
                    .parameters();
            response.u8(); // whether there are more
            response.u32(); // the capability again
            int count = response.u32();
            for (int i = 0; i < count; i++) {
                flush(TpmEntity.permanent(response.u32()));
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("the connection to the TPM did not close cleanly: {}", reason(e));
        }
    }
}
