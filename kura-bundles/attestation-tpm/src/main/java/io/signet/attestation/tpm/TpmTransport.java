package io.signet.attestation.tpm;

import io.signet.attestation.tpm.internal.DeviceChannel;
import io.signet.attestation.tpm.internal.UnixSocketChannel;
import java.io.IOException;
import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/** Connects to a TPM, as often as that is needed: a resource manager that was restarted wants a new connection. */
@ConsumerType
@FunctionalInterface
public interface TpmTransport {
    /** Longest wait for one response of an emulated TPM; a device's is bounded by the kernel. */
    Duration RESPONSE_MAX = Duration.ofSeconds(10);

    /**
     * Opens a connection.
     *
     * @throws IOException if there is no TPM
     */
    Channel connect() throws IOException;

    /** The transport to {@code address}. */
    static TpmTransport to(TpmAddress address) {
        if (address instanceof TpmAddress.Socket) {
            return () -> UnixSocketChannel.open(address.path(), RESPONSE_MAX);
        }
        return () -> DeviceChannel.open(address.path());
    }

    /** Carries commands to a TPM and its responses back. Used by one thread at a time. */
    @ConsumerType
    interface Channel extends AutoCloseable {
        /** Largest command or response: no TPM takes more (TPM_PT_MAX_COMMAND_SIZE is 4,096 on all that are known). */
        int SIZE_BYTES_MAX = 4096;

        /** Tag, size, and command or response code (TPM 2.0 part 1, section 18.1). */
        int HEADER_SIZE_BYTES = 10;

        /**
         * Sends {@code command} in one write, and waits for the response. After an exception the channel is of no more
         * use: what comes next could be the answer to what was given up.
         *
         * @param command header and all
         * @return the response, as long as its header says
         * @throws IOException if the TPM is gone, or does not answer in time
         */
        byte[] exchange(byte[] command) throws IOException;

        @Override
        void close() throws IOException;
    }
}
