package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmUnavailableException;
import io.signet.statement.Bytes;
import io.signet.statement.Hmac;
import java.security.MessageDigest;
import java.util.random.RandomGenerator;

/**
 * A session (TPM 2.0 part 1, section 19): proves with an HMAC that whoever sends a command knows the authorisation value,
 * without sending it, and encrypts what shall not cross the bus in clear. Also proves that the response is the TPM's, as
 * only the TPM could read the salt. Not thread-safe.
 */
final class TpmSession {
    static final int NONCE_SIZE_BYTES = 16;

    private static final int CONTINUE = 0x01;
    /** The first parameter of the command is encrypted. */
    private static final int DECRYPT = 0x20;
    /** The first parameter of the response is encrypted. */
    private static final int ENCRYPT = 0x40;

    private final TpmEntity entity;
    private final byte[] sessionKey;
    private final boolean policy;
    private final RandomGenerator random;
    private byte[] nonceCaller;
    private byte[] nonceTpm;

    TpmSession(TpmEntity entity, byte[] sessionKey, boolean policy, Bytes nonceTpm, RandomGenerator random) {
        this.entity = entity;
        this.sessionKey = sessionKey;
        this.policy = policy;
        this.random = random;
        this.nonceTpm = nonceTpm.toArray();
        this.nonceCaller = new byte[NONCE_SIZE_BYTES];
    }

    /** The session as a handle. */
    TpmEntity entity() {
        return entity;
    }

    /** Proof only. */
    Use plain() {
        return new Use(this, CONTINUE);
    }

    /** The first parameter of the command is a secret. */
    Use secretCommand() {
        return new Use(this, CONTINUE | DECRYPT);
    }

    /** The first parameter of the response is a secret. */
    Use secretResponse() {
        return new Use(this, CONTINUE | ENCRYPT);
    }

    /** How a session takes part in one command. */
    record Use(TpmSession session, int attributes) {
        /** Draws this command's nonce, and encrypts the first parameter if it is a secret. */
        byte[] prepare(byte[] parameters, Bytes auth) {
            session.nonceCaller = new byte[NONCE_SIZE_BYTES];
            session.random.nextBytes(session.nonceCaller);
            return (attributes & DECRYPT) == 0
                    ? parameters
                    : session.crypt(true, parameters, auth, session.nonceCaller, session.nonceTpm);
        }

        /** Writes this session's part of a command's authorisation area. */
        void write(TpmWriter writer, byte[] cpHash, Bytes auth) {
            byte[] hmac = session.hmac(auth, cpHash, session.nonceCaller, session.nonceTpm, attributes);
            writer.u32(session.entity.handle())
                    .sized(session.nonceCaller)
                    .u8(attributes)
                    .sized(hmac);
        }

        /** Reads and checks this session's part of a response, whose parameters it returns in clear. */
        byte[] read(TpmReader reader, byte[] rpHash, byte[] parameters, Bytes auth) throws TpmUnavailableException {
            byte[] nonceTpm = reader.sized();
            int responseAttributes = reader.u8();
            byte[] hmac = reader.sized();
            byte[] expected = session.hmac(auth, rpHash, nonceTpm, session.nonceCaller, responseAttributes);
            if (!MessageDigest.isEqual(hmac, expected)) {
                throw new TpmUnavailableException(
                        "a response does not come from the TPM: somebody alters what passes between it and this machine");
            }
            session.nonceTpm = nonceTpm;
            return (attributes & ENCRYPT) == 0
                    ? parameters
                    : session.crypt(false, parameters, auth, nonceTpm, session.nonceCaller);
        }
    }

    /** Section 19.6.5. The authorisation value of what a policy opens is no part of it. */
    private byte[] hmac(Bytes auth, byte[] parameterHash, byte[] nonceNewer, byte[] nonceOlder, int attributes) {
        byte[] key = policy ? sessionKey : concat(sessionKey, auth.toArray());
        return Hmac.sha256(key, parameterHash, nonceNewer, nonceOlder, new byte[] {(byte) attributes});
    }

    /** Section 21: a size of 16 bits, which stays in clear, then what is encrypted. */
    private byte[] crypt(boolean encrypt, byte[] parameters, Bytes auth, byte[] nonceNewer, byte[] nonceOlder) {
        byte[] key = Kdf.a(concat(sessionKey, auth.toArray()), "CFB", nonceNewer, nonceOlder);
        int size = ((parameters[0] & 0xff) << 8) | (parameters[1] & 0xff);
        byte[] secret = new byte[size];
        System.arraycopy(parameters, 2, secret, 0, size);
        byte[] result = parameters.clone();
        System.arraycopy(Kdf.aesCfb(encrypt, key, secret), 0, result, 2, size);
        return result;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return new TpmWriter().bytes(first).bytes(second).toArray();
    }
}
