package io.signet.mesh.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.List;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.eclipse.paho.mqttv5.common.packet.util.CountingInputStream;
import org.junit.jupiter.api.Test;

/** The faults of Paho 1.2.5 that this module mends or avoids. One that fails after an update may no longer be needed. */
class PahoFaultsTest {
    private static final String COUNTING = "org/eclipse/paho/mqttv5/common/packet/util/CountingInputStream";

    @Test
    void stockCountingInputStream_fetchesEachByteByItself() throws Exception {
        try (URLClassLoader stock = stockPaho()) {
            Calls calls = new Calls(new byte[10_000]);
            InputStream counting = (InputStream) stock.loadClass(COUNTING.replace('/', '.'))
                    .getConstructor(InputStream.class)
                    .newInstance(calls);

            counting.readNBytes(10_000);

            assertThat(calls.single).isEqualTo(10_000);
            assertThat(calls.bulk).isZero();
        }
    }

    @Test
    void ourCountingInputStream_fetchesInBulkAndCounts() throws IOException {
        Calls calls = new Calls(new byte[10_000]);
        CountingInputStream counting = new CountingInputStream(calls);

        assertThat(counting.read()).isZero();
        assertThat(counting.readNBytes(9_000)).hasSize(9_000);
        assertThat(counting.getCounter()).isEqualTo(9_001);
        counting.resetCounter();
        assertThat(counting.skip(100)).isEqualTo(100);
        assertThat(counting.readAllBytes()).hasSize(899);
        assertThat(counting.read()).isEqualTo(-1);

        assertThat(counting.getCounter()).isEqualTo(999);
        assertThat(counting.markSupported()).isFalse();
        assertThat(calls.single).isEqualTo(2);
    }

    @Test
    void ourCountingInputStream_isTheOneThatPahoUses() {
        assertThat(CountingInputStream.class.getProtectionDomain())
                .isEqualTo(PacketStream.class.getProtectionDomain())
                .isEqualTo(MqttWireMessage.class.getProtectionDomain());
    }

    @Test
    void networkModules_areTlsOnly() {
        assertThat(java.util.ServiceLoader.load(NetworkModuleFactory.class, PahoFaultsTest.class.getClassLoader()))
                .first()
                .isInstanceOf(MqttsModuleFactory.class);
    }

    @Test
    void receiveMaximumAbove32767_isReadAsNegative() throws MqttException {
        MqttConnAck decoded =
                (MqttConnAck) MqttWireMessage.createWireMessage(Packets.connAck(Packets.property16(0x21, 65_535)));

        assertThat(decoded.getProperties().getReceiveMaximum()).isEqualTo(-1);
    }

    @Test
    void correlationDataAbove32767Bytes_throwsWhatTheReceiverDoesNotCatch() {
        byte[] publish = Packets.publish("t", 1, Packets.binaryProperty(0x09, 40_000), new byte[0]);

        assertThatThrownBy(() -> MqttWireMessage.createWireMessage(publish))
                .isInstanceOf(NegativeArraySizeException.class);
    }

    /** Paho's own jar, which is on the test's class path after this module's classes. */
    private static URLClassLoader stockPaho() throws IOException {
        List<URL> copies =
                Collections.list(PahoFaultsTest.class.getClassLoader().getResources(COUNTING + ".class"));
        URL jar = ((JarURLConnection) copies.get(copies.size() - 1).openConnection()).getJarFileURL();
        assertThat(jar.getPath()).contains("org.eclipse.paho.mqttv5.client");
        return new URLClassLoader(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
    }

    private static final class Calls extends ByteArrayInputStream {
        private int single;
        private int bulk;

        Calls(byte[] content) {
            super(content);
        }

        @Override
        public synchronized int read() {
            single++;
            return super.read();
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            bulk++;
            return super.read(target, offset, length);
        }
    }
}
