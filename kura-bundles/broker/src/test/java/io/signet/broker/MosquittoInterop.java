package io.signet.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.signet.mesh.mqtt.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Eclipse Mosquitto, configured by {@link MosquittoConfig}, keeps the contract. */
class MosquittoInterop extends BrokerContract {
    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");
    private static final int STOP_MAX_S = 10;

    @Override
    TestBroker start(BrokerOptions options) {
        if (!Files.isExecutable(MOSQUITTO)) {
            fail("%s is missing: apt-get install --no-install-recommends mosquitto", MOSQUITTO);
        }
        try {
            Path directory = Files.createDirectories(options.dataDirectory());
            Path conf = MosquittoConfig.write(options, List.of(REGISTRAR), directory);
            String user = System.getProperty("user.name"); // as root it would become a user who cannot read the key
            Files.writeString(conf, Files.readString(conf) + "user " + user + "\n");
            Path log = directory.resolve("mosquitto.log");
            Process process = new ProcessBuilder(MOSQUITTO.toString(), "-c", conf.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Await.until("mosquitto to listen or to end", () -> listens(options.port()) || !process.isAlive());
            assertThat(process.isAlive())
                    .as("mosquitto runs: " + Files.readString(log))
                    .isTrue();
            return new Running(process, options.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean listens(int port) {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private record Running(Process process, int port) implements TestBroker {
        @Override
        public void close() {
            process.destroy();
            try {
                if (!process.waitFor(STOP_MAX_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
