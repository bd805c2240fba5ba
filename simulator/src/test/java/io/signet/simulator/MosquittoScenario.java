package io.signet.simulator;

import io.signet.broker.BrokerOptions;
import io.signet.broker.MosquittoConfig;
import io.signet.mesh.spi.Topics;
import io.signet.provisioning.MeshProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that we did not write serves the same mesh, with TLS and client certificates. */
@Tag("real")
final class MosquittoScenario {
    private static final Path MOSQUITTO = Path.of("/usr/sbin/mosquitto");

    @TempDir
    private Path directory;

    @Test
    void meshOnMosquitto_readsEveryPicture() throws Exception {
        if (!Files.isExecutable(MOSQUITTO)) {
            throw new AssertionError(
                    MOSQUITTO + " is missing; './signet test' installs it (apt-get install mosquitto)");
        }
        try (Sandbox sandbox = Sandbox.create(directory, 3)) {
            Process broker = startMosquitto(sandbox.home().broker());
            try {
                for (int node = 1; node <= 3; node++) {
                    sandbox.mesh.startNode(node);
                }
                sandbox.awaitNodes(3);
                sandbox.assertAllAnsweredOnceCorrectlyAndVerified(sandbox.send(60));
            } finally {
                broker.destroy();
                broker.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    private static Process startMosquitto(Path home) throws Exception {
        MeshProfile profile = MeshProfile.read(home.resolve(MeshProfile.FILE_NAME));
        BrokerOptions options = new BrokerOptions(
                new Topics(profile.mesh()),
                "127.0.0.1",
                profile.brokers().get(0).getPort(),
                profile.chain(),
                profile.key(),
                home.resolve("owner.pem"),
                home.resolve("data"),
                BrokerOptions.PACKET_BYTES_MAX_DEFAULT);
        Path configuration =
                MosquittoConfig.write(options, List.of(), Files.createDirectories(home.resolve("mosquitto")));
        // Started by root, it would become a user who can't read the key.
        String user = System.getProperty("user.name");
        Files.writeString(configuration, "user " + user + "\n", StandardOpenOption.APPEND);
        return new ProcessBuilder(MOSQUITTO.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("mosquitto.log").toFile())
                .start();
    }
}
