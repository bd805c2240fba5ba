package io.signet.cli.bench;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmKey;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.attestation.tpm.TpmTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A key in an emulated TPM that takes as long for a signature as a chip does. */
record SlowTpm(EmulatedTpm tpm, TpmKey key) implements AutoCloseable {
    private static final int TPM2_SIGN = 0x15d;
    private static final int COMMAND_CODE_OFFSET = 6;

    /** Makes one whose state is in {@code directory}. */
    static SlowTpm start(Path directory, Duration signature) throws BenchmarkException {
        if (!EmulatedTpm.isInstalled()) {
            throw new BenchmarkException("swtpm is not installed: apt-get install swtpm");
        }
        try {
            EmulatedTpm tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
            TpmOptions options = TpmOptions.of(tpm.address(), directory.resolve("identity"));
            TpmTransport fast = TpmTransport.to(tpm.address());
            return new SlowTpm(
                    tpm, TpmKey.open(options, () -> new SlowChannel(fast.connect(), signature), new SecureRandom()));
        } catch (IOException | TpmException e) {
            throw new BenchmarkException("cannot make an emulated TPM: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        key.close();
        tpm.close();
    }

    private record SlowChannel(TpmTransport.Channel inner, Duration signature) implements TpmTransport.Channel {
        @Override
        public byte[] exchange(byte[] command) throws IOException {
            long until = System.nanoTime() + signature.toNanos();
            byte[] response = inner.exchange(command);
            if (ByteBuffer.wrap(command).getInt(COMMAND_CODE_OFFSET) == TPM2_SIGN) {
                for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
                    LockSupport.parkNanos(this, left);
                }
            }
            return response;
        }

        @Override
        public void close() throws IOException {
            inner.close();
        }
    }
}
