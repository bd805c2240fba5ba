package io.signet.mesh.mqtt.internal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Stands between a broker, which is not trusted, and Paho's packet decoder: reads whole MQTT packets, bounded in size,
 * and takes out what Paho 1.2.5 cannot digest.
 *
 * <ul>
 *   <li>Paho allocates a packet's announced size, up to 256 MiB, before it compares it with the limit, and compares it
 *       with the broker's limit instead of the client's. Here it is compared with the client's, first.
 *   <li>Paho reads 16-bit properties as signed. A receive maximum above 32,767 in a CONNACK becomes negative, and nothing
 *       is ever sent; so it is lowered to 32,767, which MQTT 5 section 3.2.2.3.3 allows. Correlation data longer than
 *       32,767 bytes kill Paho's receiver; such a message is replaced by an empty one on the same topic.
 *   <li>Paho chooses a topic alias before it knows whether it will send the packet, so the alias maximum becomes 0.
 * </ul>
 *
 * Used by one thread at a time.
 */
public final class PacketStream extends InputStream {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int TYPE_CONNACK = 2;
    private static final int TYPE_PUBLISH = 3;
    private static final int VARIABLE_INT_BYTES_MAX = 4;

    private final InputStream in;
    private final int packetBytesMax;
    private byte[] packet = new byte[0];
    private int position;

    /**
     * Reads packets of at most {@code packetBytesMax} bytes, header included, from {@code in}, which needs no buffer and
     * must not time out.
     */
    public PacketStream(InputStream in, int packetBytesMax) {
        this.in = new BufferedInputStream(in, BUFFER_BYTES);
        this.packetBytesMax = packetBytesMax;
    }

    @Override
    public int read() throws IOException {
        return position < packet.length || nextPacket() ? packet[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == packet.length && !nextPacket()) {
            return -1;
        }
        int count = Math.min(length, packet.length - position);
        System.arraycopy(packet, position, target, offset, count);
        position += count;
        return count;
    }

    /** Bytes left of the packet that is being read. */
    @Override
    public int available() {
        return packet.length - position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** False at the end of the stream. */
    private boolean nextPacket() throws IOException {
        packet = new byte[0];
        position = 0;
        int first = in.read();
        if (first < 0) {
            return false;
        }
        byte[] header = new byte[1 + VARIABLE_INT_BYTES_MAX];
        header[0] = (byte) first;
        int headerBytes = 1;
        int remaining = 0;
        int digit;
        do {
            if (headerBytes > VARIABLE_INT_BYTES_MAX) {
                throw new IOException("the broker sent a malformed packet length");
            }
            digit = in.read();
            if (digit < 0) {
                throw new EOFException("the broker closed the connection within a packet");
            }
            header[headerBytes] = (byte) digit;
            remaining |= (digit & 0x7f) << (7 * (headerBytes - 1));
            headerBytes++;
        } while ((digit & 0x80) != 0);
        if (headerBytes + remaining > packetBytesMax) {
            throw new IOException("the broker sent a packet of " + (headerBytes + remaining) + " bytes; at most "
                    + packetBytesMax + " are accepted");
        }
        byte[] read = Arrays.copyOf(header, headerBytes + remaining);
        if (in.readNBytes(read, headerBytes, remaining) < remaining) {
            throw new EOFException("the broker closed the connection within a packet");
        }
        packet = mended(first, read, headerBytes);
        return true;
    }

    private static byte[] mended(int first, byte[] packet, int headerBytes) {
        return switch (first >>> 4) {
            case TYPE_CONNACK -> {
                // two bytes of flags and reason code, then the properties: MQTT 5 section 3.2.2
                new PacketProperties(packet, headerBytes + 2).limitConnAck();
                yield packet;
            }
            case TYPE_PUBLISH -> mendedPublish(packet, headerBytes);
            default -> packet;
        };
    }

    private static byte[] mendedPublish(byte[] packet, int headerBytes) {
        int qos = (packet[0] >> 1) & 3;
        int topicBytes = PacketProperties.unsigned16(packet, headerBytes);
        int propertiesAt = headerBytes + 2 + topicBytes + (qos > 0 ? 2 : 0);
        if (topicBytes < 0 || !new PacketProperties(packet, propertiesAt).hasLongBinary()) {
            return packet;
        }
        int keptBytes = propertiesAt - headerBytes;
        byte[] empty = new byte[headerBytes + keptBytes + 1]; // the last byte: no properties; no payload
        empty[0] = packet[0];
        System.arraycopy(packet, headerBytes, empty, headerBytes, keptBytes);
        int remaining = keptBytes + 1;
        for (int i = 1; i < headerBytes; i++) { // as many length bytes as before; leading zeros are well-formed to Paho
            empty[i] = (byte) ((remaining & 0x7f) | (i < headerBytes - 1 ? 0x80 : 0));
            remaining >>>= 7;
        }
        return empty;
    }
}
