package io.signet.broker;

import io.signet.statement.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/**
 * The configuration of an Eclipse Mosquitto (2.0 or later) that takes the place of {@link EmbeddedBroker}: the same TLS,
 * the same topics by the certificate's name, like bounds. What Mosquitto 2.0 does not do: it answers a forbidden
 * subscription with success and then delivers nothing; it does not tie client ids to certificates, so a peer may
 * disconnect another by taking its client id; it does not keep to a client's receive maximum. None of these lets anyone
 * read or forge a message.
 */
public final class MosquittoConfig {
    private static final String PLACEHOLDER = "%u"; // the user name, which is the certificate's common name
    private static final int QUEUED_MESSAGES_MAX = 1_000;
    /** Mosquitto 2.0.11 sends as many again for each acknowledgement, whatever the client's receive maximum is. */
    private static final int IN_FLIGHT_MAX = 32;

    private static final int KEEP_ALIVE_MAX_S = 300;
    /** Queued bytes for each client, in packets of the largest size: bounds what a stuck client costs. */
    private static final long QUEUED_PACKETS_MAX = 64;

    private MosquittoConfig() {}

    /**
     * Writes {@code mosquitto.conf} and {@code mosquitto.acl} into {@code directory}, which is created if need be.
     *
     * @param options of the broker; its {@code dataDirectory} is not used, for nothing is kept on disk
     * @param registrars the ids of the owners' registrars, who say whom nobody shall believe any more
     * @return the first of both: start with {@code mosquitto -c} and this file
     */
    public static Path write(BrokerOptions options, List<NodeId> registrars, Path directory) throws IOException {
        Files.createDirectories(directory);
        Path acl = directory.resolve("mosquitto.acl");
        Files.writeString(acl, acl(options, registrars));
        Path conf = directory.resolve("mosquitto.conf");
        Files.writeString(conf, conf(options, acl));
        return conf;
    }

    /** The content of {@code mosquitto.conf}. */
    public static String conf(BrokerOptions options, Path acl) {
        return """
                # The MQTT broker of mesh %s. Written by Signet; Mosquitto 2.0 or later.
                listener %d %s
                allow_anonymous false

                # TLS 1.3, and a certificate of the owner's for whoever connects; its common name is the user name.
                tls_version tlsv1.3
                certfile %s
                keyfile %s
                cafile %s
                require_certificate true
                use_identity_as_username true
                acl_file %s

                # Bounds. Sessions and retained messages are made again by the nodes, so nothing is kept on disk.
                persistence false
                persistent_client_expiration 1h
                max_packet_size %d
                max_queued_messages %d
                max_queued_bytes %d
                max_inflight_messages %d
                max_keepalive %d
                max_qos 1
                max_topic_alias 0
                set_tcp_nodelay true

                log_dest stderr
                log_type error
                log_type warning
                log_type notice
                connection_messages false
                """
                .formatted(
                        options.topics().mesh(),
                        options.port(),
                        options.bindAddress(),
                        options.chain().toAbsolutePath(),
                        options.key().toAbsolutePath(),
                        options.owners().toAbsolutePath(),
                        acl.toAbsolutePath(),
                        options.packetBytesMax(),
                        QUEUED_MESSAGES_MAX,
                        QUEUED_PACKETS_MAX * options.packetBytesMax(),
                        IN_FLIGHT_MAX,
                        KEEP_ALIVE_MAX_S);
    }

    /**
     * The content of the access control list. Mosquitto forbids what no line allows.
     *
     * @param registrars the ids of the owners' registrars
     */
    public static String acl(BrokerOptions options, List<NodeId> registrars) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add("# Who may do what in mesh " + options.topics().mesh() + "; " + PLACEHOLDER
                + " is the common name of the client's certificate.");
        for (TopicRule rule : TopicRule.of(options.topics(), PLACEHOLDER)) {
            lines.add("pattern " + access(rule) + " " + rule.filter());
        }
        for (NodeId registrar : registrars) {
            lines.add("user " + registrar.toHex());
            for (TopicRule rule : TopicRule.ofRegistrar(options.topics())) {
                lines.add("topic " + access(rule) + " " + rule.filter());
            }
        }
        return lines.toString();
    }

    private static String access(TopicRule rule) {
        return rule.action() == TopicRule.Action.PUBLISH ? "write" : "read";
    }
}
