package io.signet.simulator.virtual;

import io.signet.mesh.spi.Sealing;
import io.signet.statement.Bytes;
import io.signet.statement.BytesBuilder;
import java.security.PrivateKey;
import java.util.zip.CRC32C;

/** Messages bound to their recipient and to what goes with them, as sealed ones are, but hidden from nobody. */
final class SealedInTheOpen implements Sealing {
    static final int KEY_BYTES = ENCAPSULATED_BYTES;

    /**
     * Opens what is sealed to {@code recipient}.
     *
     * @param recipient 32 bytes, as in session certificates
     */
    record Key(Bytes recipient) implements PrivateKey {
        private static final long serialVersionUID = 1L;

        @Override
        public String getAlgorithm() {
            return "X25519";
        }

        @Override
        public String getFormat() {
            return "SIMULATED";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }
    }

    @Override
    public Sealed seal(Bytes recipientKey, Bytes associated, Bytes plaintext) {
        Bytes sealed = new BytesBuilder(plaintext.size() + Long.BYTES)
                .put(plaintext)
                .putBigEndian(tag(associated, plaintext), Long.BYTES)
                .toBytes();
        return new Sealed(recipientKey, sealed);
    }

    @Override
    public Bytes open(PrivateKey key, Sealed sealed, Bytes associated) throws UnsealException {
        int size = sealed.ciphertext().size() - Long.BYTES;
        if (size < 0 || !(key instanceof Key own) || !own.recipient().equals(sealed.encapsulated())) {
            throw new UnsealException();
        }
        Bytes plaintext = sealed.ciphertext().range(0, size);
        if (sealed.ciphertext().asBuffer().getLong(size) != tag(associated, plaintext)) {
            throw new UnsealException();
        }
        return plaintext;
    }

    private static long tag(Bytes associated, Bytes plaintext) {
        CRC32C sum = new CRC32C();
        associated.updateInto(sum);
        plaintext.updateInto(sum);
        return sum.getValue();
    }
}
