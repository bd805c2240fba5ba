package io.signet.simulator.virtual;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureSpi;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Signatures that cost next to nothing and protect against nobody outside of a simulation: a checksum over public key and
 * message. Whoever has not the simulated private key object can't make one, since nothing in a simulation computes them
 * but this class; and any changed byte of a message is noticed. The production code that signs and verifies is unaware.
 *
 * <p>Only {@link SimulatedKeys} are served: they can be told from real keys by a mark in the public key, so that every
 * other key in the process goes to Java's own providers as before.
 */
final class SimulatedSignatures extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "SignetSimulation";
    private static final int SIZE_BYTES = 64;

    private SimulatedSignatures() {
        super(NAME, "1", "signatures of simulated keys");
        for (String algorithm : List.of("Ed25519", "SHA256withECDSAinP1363Format", "SHA256withECDSA")) {
            putService(new OfSimulatedKeys(this, algorithm));
        }
    }

    /** Has this process serve simulated keys. */
    static synchronized void install() {
        if (Security.getProvider(NAME) == null) {
            Security.insertProviderAt(new SimulatedSignatures(), 1);
        }
    }

    private static final class OfSimulatedKeys extends Service {
        OfSimulatedKeys(Provider provider, String algorithm) {
            super(provider, "Signature", algorithm, Engine.class.getName(), null, null);
        }

        @Override
        public Object newInstance(Object parameter) {
            return new Engine();
        }

        @Override
        public boolean supportsParameter(Object key) {
            return key instanceof SimulatedKeys.Secret
                    || (key instanceof PublicKey publicKey && SimulatedKeys.isSimulated(publicKey));
        }
    }

    private static final class Engine extends SignatureSpi {
        private final CRC32 first = new CRC32();
        private final CRC32C second = new CRC32C();

        private void begin(PublicKey key) throws InvalidKeyException {
            first.reset();
            second.reset();
            byte[] identity;
            if (key instanceof ECPublicKey ec) {
                identity = ec.getW().getAffineX().toByteArray();
            } else if (key instanceof EdECPublicKey ed) {
                identity = ed.getPoint().getY().toByteArray();
            } else {
                throw new InvalidKeyException("not a simulated key: " + key.getAlgorithm());
            }
            engineUpdate(identity, 0, identity.length);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            begin(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof SimulatedKeys.Secret secret)) {
                throw new InvalidKeyException("not a simulated key");
            }
            begin(secret.publicKey());
        }

        @Override
        protected void engineUpdate(byte b) {
            first.update(b);
            second.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {
            first.update(bytes, offset, length);
            second.update(bytes, offset, length);
        }

        /** The sums where r and s have their last bytes, so that s is small, as production demands. */
        @Override
        protected byte[] engineSign() {
            return ByteBuffer.allocate(SIZE_BYTES)
                    .putInt(SIZE_BYTES / 2 - Integer.BYTES, (int) first.getValue())
                    .putInt(SIZE_BYTES - Integer.BYTES, (int) second.getValue())
                    .array();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return Arrays.equals(signature, engineSign());
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String parameter, Object value) {
            throw new UnsupportedOperationException("simulated signatures have no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String parameter) {
            throw new UnsupportedOperationException("simulated signatures have no parameters");
        }
    }
}
