package io.signet.attestation.tpm;

import java.nio.file.Path;

/** Where a TPM 2.0 is reached. */
public sealed interface TpmAddress {
    /** The device or socket. */
    Path path();

    /**
     * A TPM behind the kernel's driver.
     *
     * @param path a device, best that of the kernel's resource manager
     */
    record Device(Path path) implements TpmAddress {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * An emulated TPM behind a Unix socket on which each command and each response is one message without a header of
     * the transport's own, as {@code swtpm socket --server type=unixio} has it. It serves one client at a time.
     *
     * @param path the socket
     */
    record Socket(Path path) implements TpmAddress {
        @Override
        public String toString() {
            return "socket " + path;
        }
    }
}
