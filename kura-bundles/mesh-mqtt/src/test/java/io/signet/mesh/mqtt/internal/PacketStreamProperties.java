package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PacketStreamProperties {
    private static final int MAX = 4_096;

    @Property(tries = 5_000)
    void anyBytes_passOrAreRefused(@ForAll @Size(max = 300) byte[] bytes) {
        readAll(bytes);
    }

    @Property(tries = 5_000)
    void damagedPackets_passOrAreRefused(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int damages) {
        Random random = new Random(seed);
        byte[] properties = Packets.concat(
                Packets.property16(0x21, random.nextInt(65_536)),
                Packets.binaryProperty(0x09, random.nextInt(40)),
                new byte[] {0x26},
                Packets.string("key"),
                Packets.string("value"));
        byte[] bytes = Packets.concat(
                Packets.connAck(properties), Packets.publish("a/b", 1, properties, new byte[random.nextInt(20)]));
        for (int i = 0; i < damages; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }

        readAll(bytes);
    }

    private static void readAll(byte[] bytes) {
        try {
            byte[] read = new PacketStream(new ByteArrayInputStream(bytes), MAX).readAllBytes();
            assertThat(read.length).isLessThanOrEqualTo(bytes.length);
        } catch (IOException refused) {
            assertThat(refused).hasMessageStartingWith("the broker");
        }
    }
}
