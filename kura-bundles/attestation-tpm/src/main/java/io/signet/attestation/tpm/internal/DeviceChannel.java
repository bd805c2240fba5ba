package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmTransport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The kernel's TPM device. The kernel takes a command only in one write, and ends one that the TPM does not answer after
 * the time that the TPM's specification allows for it, so there is no clock here.
 */
public final class DeviceChannel implements TpmTransport.Channel {
    private final FileChannel device;

    private DeviceChannel(FileChannel device) {
        this.device = device;
    }

    /** Opens the device {@code path}. */
    public static DeviceChannel open(Path path) throws IOException {
        return new DeviceChannel(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public byte[] exchange(byte[] command) throws IOException {
        int written = device.write(ByteBuffer.wrap(command));
        if (written != command.length) {
            throw new IOException("took " + written + " of " + command.length + " bytes of a command");
        }
        ByteBuffer response = ByteBuffer.allocate(SIZE_BYTES_MAX);
        while (response.position() < Responses.size(response)) {
            if (device.read(response) <= 0) {
                throw new IOException("the device gave no response");
            }
        }
        return Arrays.copyOf(response.array(), response.position());
    }

    @Override
    public void close() throws IOException {
        device.close();
    }
}
