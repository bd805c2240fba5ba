package io.signet.mesh.mqtt.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds MQTT 5 packets byte by byte. */
final class Packets {
    static final int CONNECT = 1;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBSCRIBE = 8;
    static final int DISCONNECT = 14;

    private Packets() {}

    /** A whole packet: type and flags, length, body. */
    static byte[] packet(int first, byte[] body) {
        return concat(new byte[] {(byte) first}, variableInt(body.length), body);
    }

    /** CONNACK with reason code 0 (section 3.2). */
    static byte[] connAck(byte... properties) {
        return packet(0x20, concat(new byte[] {0, 0}, variableInt(properties.length), properties));
    }

    /** SUBACK that grants QoS 1 for each of {@code count} filters (section 3.9). */
    static byte[] subAck(int packetId, int count) {
        byte[] codes = new byte[count];
        java.util.Arrays.fill(codes, (byte) 1);
        return packet(0x90, concat(int16(packetId), new byte[] {0}, codes));
    }

    /** PUBACK with reason code {@code code} (section 3.4). */
    static byte[] pubAck(int packetId, int code) {
        return packet(0x40, concat(int16(packetId), new byte[] {(byte) code, 0}));
    }

    /** PUBLISH with QoS 1 (section 3.3). */
    static byte[] publish(String topic, int packetId, byte[] properties, byte[] payload) {
        return packet(
                0x32, concat(string(topic), int16(packetId), variableInt(properties.length), properties, payload));
    }

    /** A property with two bytes of value. */
    static byte[] property16(int identifier, int value) {
        return concat(new byte[] {(byte) identifier}, int16(value));
    }

    /** A property with binary data. */
    static byte[] binaryProperty(int identifier, int size) {
        return concat(new byte[] {(byte) identifier}, int16(size), new byte[size]);
    }

    static byte[] string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return concat(int16(utf8.length), utf8);
    }

    static byte[] int16(int value) {
        return new byte[] {(byte) (value >> 8), (byte) value};
    }

    /** Section 1.5.5. */
    static byte[] variableInt(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        do {
            int digit = left & 0x7f;
            left >>>= 7;
            out.write(left > 0 ? digit | 0x80 : digit);
        } while (left > 0);
        return out.toByteArray();
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
