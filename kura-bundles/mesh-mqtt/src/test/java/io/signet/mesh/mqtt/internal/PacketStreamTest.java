package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.junit.jupiter.api.Test;

class PacketStreamTest {
    private static final int MAX = 200_000;
    private static final int RECEIVE_MAXIMUM = 0x21;
    private static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    private static final int CORRELATION_DATA = 0x09;

    @Test
    void packetsInARow_passUnchanged() throws IOException {
        byte[] both =
                Packets.concat(Packets.publish("a/b", 7, new byte[0], new byte[] {1, 2, 3}), Packets.pubAck(9, 0));

        assertThat(through(both)).isEqualTo(both);
    }

    @Test
    void available_isWhatIsLeftOfThePacket() throws IOException {
        byte[] packet = Packets.pubAck(9, 0);
        PacketStream stream = new PacketStream(new ByteArrayInputStream(packet), MAX);

        assertThat(stream.available()).isZero();
        assertThat(stream.read()).isEqualTo(0x40);
        assertThat(stream.available()).isEqualTo(packet.length - 1);
    }

    @Test
    void announcedSizeAboveTheLimit_isRefusedWithoutReadingOn() {
        byte[] header = Packets.concat(new byte[] {0x30}, Packets.variableInt(200_000_000));

        assertThatThrownBy(() -> through(header))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("200000005 bytes; at most 200000 are accepted");
    }

    @Test
    void lengthOfFiveBytes_isRefused() {
        byte[] header = {0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};

        assertThatThrownBy(() -> through(header)).hasMessageContaining("malformed packet length");
    }

    @Test
    void truncatedPacket_isTheEnd() {
        byte[] packet = Packets.publish("a", 1, new byte[0], new byte[100]);

        assertThatThrownBy(() -> through(java.util.Arrays.copyOf(packet, 50))).isInstanceOf(EOFException.class);
    }

    @Test
    void receiveMaximumAbove32767_isLowered() throws IOException, MqttException {
        byte[] connAck = Packets.connAck(Packets.concat(
                new byte[] {0x24, 1}, // maximum QoS 1, to be stepped over
                Packets.property16(RECEIVE_MAXIMUM, 65_535),
                Packets.property16(TOPIC_ALIAS_MAXIMUM, 10)));

        MqttConnAck decoded = (MqttConnAck) MqttWireMessage.createWireMessage(through(connAck));

        assertThat(decoded.getProperties().getReceiveMaximum()).isEqualTo(32_767);
        assertThat(decoded.getProperties().getTopicAliasMaximum()).isZero();
        assertThat(decoded.getProperties().getMaximumQoS()).isEqualTo(1);
    }

    @Test
    void receiveMaximumUpTo32767_isKept() throws IOException {
        byte[] connAck = Packets.connAck(Packets.property16(RECEIVE_MAXIMUM, 20));

        assertThat(through(connAck)).isEqualTo(connAck);
    }

    @Test
    void longCorrelationData_becomesAnEmptyMessageOnTheSameTopic() throws IOException, MqttException {
        byte[] publish = Packets.publish(
                "signet/1/demo/node/x/task", 300, Packets.binaryProperty(CORRELATION_DATA, 40_000), new byte[] {1, 2});

        MqttPublish decoded = (MqttPublish) MqttWireMessage.createWireMessage(through(publish));

        assertThat(decoded.getTopicName()).isEqualTo("signet/1/demo/node/x/task");
        assertThat(decoded.getMessageId()).isEqualTo(300);
        assertThat(decoded.getQoS()).isEqualTo(1);
        assertThat(decoded.getPayload()).isEmpty();
        assertThat(decoded.getProperties().getCorrelationData()).isNull();
    }

    @Test
    void shortCorrelationData_isKept() throws IOException {
        byte[] publish = Packets.publish("t", 300, Packets.binaryProperty(CORRELATION_DATA, 16), new byte[] {1, 2});

        assertThat(through(publish)).isEqualTo(publish);
    }

    private static byte[] through(byte[] bytes) throws IOException {
        return new PacketStream(new ByteArrayInputStream(bytes), MAX).readAllBytes();
    }
}
