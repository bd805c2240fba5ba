package io.signet.simulator.virtual;

import io.signet.mesh.spi.Sealing;
import io.signet.statement.Bytes;
import java.nio.ByteBuffer;
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
        ByteBuffer sealed = ByteBuffer.allocate(plaintext.size() + Long.BYTES).put(plaintext.asBuffer());
        sealed.putLong(tag(associated, plaintext.asBuffer()));
        return new Sealed(recipientKey, Bytes.copyOf(sealed.flip()));
    }

    @Override
    public Bytes open(PrivateKey key, Sealed sealed, Bytes associated) throws UnsealException {
        int size = sealed.ciphertext().size() - Long.BYTES;
        if (size < 0 || !(key instanceof Key own) || !own.recipient().equals(sealed.encapsulated())) {
            throw new UnsealException();
        }
        ByteBuffer all = sealed.ciphertext().asBuffer();
        ByteBuffer plaintext = all.slice(0, size);
        if (all.getLong(size) != tag(associated, plaintext.duplicate())) {
            throw new UnsealException();
        }
        return Bytes.copyOf(plaintext);
    }

    private static long tag(Bytes associated, ByteBuffer plaintext) {
        CRC32C sum = new CRC32C();
        sum.update(associated.asBuffer());
        sum.update(plaintext);
        return sum.getValue();
    }
}
