package io.signet.broker.internal;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.client.parameter.Listener;
import io.signet.broker.BrokerException;
import io.signet.broker.BrokerOptions;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HiveMQ in this process. */
public final class HiveMqProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HiveMqProcess.class);
    private static final Duration START_MAX = Duration.ofMinutes(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private final EmbeddedHiveMQ broker;
    private final TlsFiles tls;
    private final int port;

    private HiveMqProcess(EmbeddedHiveMQ broker, TlsFiles tls, int port) {
        this.broker = broker;
        this.tls = tls;
        this.port = port;
    }

    /** Starts a broker; returns when it listens. */
    public static HiveMqProcess start(BrokerOptions options) throws BrokerException {
        Path home = PrivateFiles.directory(options.dataDirectory());
        Path conf = PrivateFiles.directory(home.resolve("conf"));
        requireFree(options);
        TlsFiles tls = TlsFiles.write(options, conf);
        Path config = conf.resolve("config.xml");
        PrivateFiles.write(config, HiveMqConfig.xml(options, tls).getBytes(StandardCharsets.UTF_8));
        MeshGuard guard = new MeshGuard(options.topics(), new Refusals(Clock.SYSTEM));
        EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(conf)
                .withDataFolder(PrivateFiles.directory(home.resolve("data")))
                .withExtensionsFolder(PrivateFiles.directory(home.resolve("extensions")))
                .withEmbeddedExtension(EmbeddedExtension.builder()
                        .withId("signet-mesh-guard")
                        .withName("Signet mesh guard")
                        .withVersion("1.0.0")
                        .withExtensionMain(guard)
                        .build())
                .withoutLoggingBootstrap()
                .build();
        // an embedded HiveMQ admits everyone for whom no authenticator decides; this one admits nobody then
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(100); // nothing has to reach a disk
        try {
            broker.start().get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
            PrivateFiles.delete(config); // it holds the password, and is not read again
            int port = guard.admin().getServerInformation().getListener().stream()
                    .mapToInt(Listener::getPort)
                    .findFirst()
                    .orElseThrow(() -> new BrokerException("the broker started without a listener"));
            return new HiveMqProcess(broker, tls, port);
        } catch (ExecutionException | TimeoutException | IOException e) {
            stop(broker, tls);
            throw new BrokerException("the broker did not start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(broker, tls);
            throw new BrokerException("interrupted while the broker started", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop(broker, tls);
    }

    /** HiveMQ goes on without a listener whose port is taken, with a line in its log. */
    private static void requireFree(BrokerOptions options) throws BrokerException {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(options.bindAddress(), options.port()));
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot listen on " + options.bindAddress() + ":" + options.port() + ": " + e.getMessage()
                            + "; stop what listens there, or choose another port",
                    e);
        }
    }

    private static void stop(EmbeddedHiveMQ broker, TlsFiles tls) {
        try {
            broker.stop().get(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS);
            broker.close();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            tls.delete();
        } catch (IOException e) {
            LOG.warn("could not delete {}", tls, e);
        }
    }
}
