package io.signet.gateway.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How the outside calls this node. Without this configuration it can't. */
@ObjectClassDefinition(
        id = GatewayConfig.PID,
        name = "Signet gateway",
        description = "Answers inference requests over HTTPS, by the Open Inference Protocol (KServe v2).")
public @interface GatewayConfig {
    /** The configuration's name. */
    String PID = "io.signet.gateway";

    /** {@code profile.file}. */
    @AttributeDefinition(
            name = "Profile file",
            description =
                    "Path of mesh.yaml: the certificates that the node shows, and the owners whose clients may come.")
    String profile_file();

    /** {@code address}. */
    @AttributeDefinition(name = "Address", description = "The address to listen on; 0.0.0.0 for all.")
    String address() default "0.0.0.0";

    /** {@code port}. */
    @AttributeDefinition(
            name = "Port",
            description = "The TCP port for HTTPS; 0 for any free one.",
            min = "0",
            max = "65535")
    int port() default 8643;

    /** {@code clients}. */
    @AttributeDefinition(
            name = "Clients",
            description =
                    "Who may call over HTTPS: whoever has a certificate of an owner whom the node trusts, or anyone."
                            + " With 'open', the address must be a loopback address unless 'open.anywhere' is set.",
            options = {@Option(value = "certificate", label = "certificate"), @Option(value = "open", label = "open")})
    String clients() default "certificate";

    /** {@code open.anywhere}. */
    @AttributeDefinition(
            name = "Open anywhere",
            description = "Whether anyone who reaches the address may call, wherever it is.")
    boolean open_anywhere() default false;

    /** {@code local.port}. */
    @AttributeDefinition(
            name = "Local port",
            description = "The TCP port of 127.0.0.1 on which programs on the node itself may call without TLS and"
                    + " certificate; 0 for any free one, -1 for none.",
            min = "-1",
            max = "65535")
    int local_port() default -1;

    /** {@code connections.max}. */
    @AttributeDefinition(
            name = "Connections",
            description = "Connections that are open at most; further ones wait.",
            min = "1",
            max = "65535")
    int connections_max() default 1024;

    /** {@code requests.max}. */
    @AttributeDefinition(
            name = "Requests at once",
            description = "Inference requests that are under way at most; a further one is refused.",
            min = "1",
            max = "65535")
    int requests_max() default 256;

    /** {@code body.mib.max}. */
    @AttributeDefinition(
            name = "Size of a request",
            description = "Mebibytes of one request's body at most.",
            min = "1",
            max = "1024")
    int body_mib_max() default 64;

    /** {@code bodies.mib.max}. */
    @AttributeDefinition(
            name = "Size of all requests",
            description =
                    "Mebibytes of the bodies of all requests that are under way, and then of their answers, at most.",
            min = "1",
            max = "65536")
    int bodies_mib_max() default 256;

    /** {@code packages.give}. */
    @AttributeDefinition(
            name = "Give packages",
            description =
                    "Who may download this node's model packages: the nodes of all owners whom it trusts, or nobody.",
            options = {@Option(value = "nodes", label = "nodes"), @Option(value = "nobody", label = "nobody")})
    String packages_give() default "nodes";

    /** {@code packages.push}. */
    @AttributeDefinition(
            name = "Take packages",
            description =
                    "Ids of members whose certificates let them give this node model packages of accepted publishers;"
                            + " nobody else may.",
            required = false)
    String[] packages_push() default {};

    /** {@code packages.transfers.max}. */
    @AttributeDefinition(
            name = "Transfers of packages",
            description = "Model packages that are given at once at most; a further node is told to ask another.",
            min = "1",
            max = "64")
    int packages_transfers_max() default 4;

    /** {@code packages.mib.per.s}. */
    @AttributeDefinition(
            name = "Speed of transfers",
            description = "Mebibytes a second of all transfers of packages together, at most.",
            min = "1",
            max = "10000")
    int packages_mib_per_s() default 64;

    /** {@code timeout.ms}. */
    @AttributeDefinition(
            name = "Time-out",
            description = "Milliseconds that a request may take which does not say how long it waits.",
            min = "1",
            max = "3600000")
    int timeout_ms() default 30_000;
}
