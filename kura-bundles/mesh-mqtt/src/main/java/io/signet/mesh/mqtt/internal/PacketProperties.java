package io.signet.mesh.mqtt.internal;

/**
 * The property list of one MQTT 5 packet, in place (section 2.2.2). Whatever is malformed ends the walk silently: Paho's
 * decoder, which comes next, refuses it.
 */
final class PacketProperties {
    private static final int CORRELATION_DATA = 0x09;
    private static final int AUTHENTICATION_DATA = 0x16;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    private static final int USER_PROPERTY = 0x26;

    private final byte[] packet;
    private int at;
    private int end;

    /** The properties whose length field starts at {@code start}. */
    PacketProperties(byte[] packet, int start) {
        this.packet = packet;
        this.at = start;
        this.end = packet.length;
        int length = variableInt();
        this.end = length < 0 || at + length > packet.length ? at : at + length;
    }

    /** Big-endian; -1 past the end. */
    static int unsigned16(byte[] bytes, int at) {
        return at < 0 || at + 2 > bytes.length ? -1 : ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    /** Lowers the receive maximum to what fits a signed 16-bit number, and the topic alias maximum to 0. */
    void limitConnAck() {
        while (at < end) {
            int valueAt = at + 1;
            int identifier = packet[at] & 0xff;
            if (!skip()) {
                return;
            }
            if (identifier == RECEIVE_MAXIMUM && packet[valueAt] < 0) {
                packet[valueAt] = 0x7f;
                packet[valueAt + 1] = (byte) 0xff;
            } else if (identifier == TOPIC_ALIAS_MAXIMUM) {
                packet[valueAt] = 0;
                packet[valueAt + 1] = 0;
            }
        }
    }

    /** True if a binary property is longer than a signed 16-bit number says. */
    boolean hasLongBinary() {
        while (at < end) {
            int identifier = packet[at] & 0xff;
            boolean binary = identifier == CORRELATION_DATA || identifier == AUTHENTICATION_DATA;
            if (binary && unsigned16(packet, at + 1) > Short.MAX_VALUE) {
                return true;
            }
            if (!skip()) {
                return false;
            }
        }
        return false;
    }

    /** Steps over one property; false if it is unknown or runs past the end. Sizes: MQTT 5 table 2-4. */
    private boolean skip() {
        int identifier = packet[at++] & 0xff;
        int size =
                switch (identifier) {
                    case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2a -> 1;
                    case 0x13, RECEIVE_MAXIMUM, TOPIC_ALIAS_MAXIMUM, 0x23 -> 2;
                    case 0x02, 0x11, 0x18, 0x27 -> 4;
                    case 0x03, 0x08, CORRELATION_DATA, 0x12, 0x15, AUTHENTICATION_DATA, 0x1a, 0x1c, 0x1f ->
                        prefixed(at);
                    case 0x0b -> variableInt() < 0 ? -1 : 0;
                    case USER_PROPERTY -> {
                        int key = prefixed(at);
                        int value = key < 0 ? -1 : prefixed(at + key);
                        yield value < 0 ? -1 : key + value;
                    }
                    default -> -1;
                };
        if (size < 0 || at + size > end) {
            return false;
        }
        at += size;
        return true;
    }

    /** Size of a string or of binary data with its length prefix; -1 past the end. */
    private int prefixed(int start) {
        int length = unsigned16(packet, start);
        return length < 0 ? -1 : 2 + length;
    }

    /** Reads a variable byte integer and steps over it; -1 if malformed. */
    private int variableInt() {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            if (at < 0 || at >= end) {
                return -1;
            }
            int digit = packet[at++];
            value |= (digit & 0x7f) << shift;
            if (digit >= 0) {
                return value;
            }
        }
        return -1;
    }
}
