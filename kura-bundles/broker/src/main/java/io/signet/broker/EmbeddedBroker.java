package io.signet.broker;

import io.signet.broker.internal.HiveMqProcess;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker of one site: HiveMQ CE, TLS 1.3 with client certificates of the owner only, topics by the certificate's name
 * ({@link TopicRule}), everything bounded, state in memory. It is an untrusted relay to those who use it. One a process;
 * run it in a process of its own, with {@link #JVM_OPTIONS}.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** What the JVM of a broker needs: access for Netty, and bounds on its memory. */
    public static final List<String> JVM_OPTIONS = List.of(
            "-Xmx192m",
            "-XX:MaxDirectMemorySize=192m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.allocator.numHeapArenas=2",
            "-Dio.netty.allocator.numDirectArenas=2",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final BrokerOptions options;
    private final HiveMqProcess process;

    private EmbeddedBroker(BrokerOptions options, HiveMqProcess process) {
        this.options = options;
        this.process = process;
    }

    /**
     * Starts a broker, which takes a few seconds; returns when it listens.
     *
     * @throws BrokerException if a file cannot be used, the port is taken, or HiveMQ does not start
     */
    public static EmbeddedBroker start(BrokerOptions options) throws BrokerException {
        EmbeddedBroker started = new EmbeddedBroker(options, HiveMqProcess.start(options));
        LOG.info("broker of mesh {} listens on {}:{}", options.topics().mesh(), options.bindAddress(), started.port());
        return started;
    }

    /** The port it listens on. */
    public int port() {
        return process.port();
    }

    /** Disconnects everyone and stops; takes a few seconds at most. */
    @Override
    public void close() {
        process.close();
        LOG.info("broker of mesh {} stopped", options.topics().mesh());
    }
}
