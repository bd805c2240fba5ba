package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** How the outside calls the node: what Kura's console shows as "Signet Gateway". */
@ObjectClassDefinition(
        id = GatewayOptions.PID,
        name = "Signet Gateway",
        description =
                "Answers apps over HTTPS by the Open Inference Protocol (KServe v2), and sensors over CoAP with DTLS.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface GatewayOptions {
    /** Name of the component, of its configuration and of its metatype. */
    String PID = "io.signet.kura.gateway";

    /** {@code https.enabled}. */
    @AttributeDefinition(name = "HTTPS", description = "Whether apps are answered over HTTPS.")
    boolean https_enabled() default false;

    /** {@code address}. */
    @AttributeDefinition(name = "Address", description = "The address to listen on; 0.0.0.0 for all.")
    String address() default "0.0.0.0";

    /** {@code https.port}. */
    @AttributeDefinition(
            name = "HTTPS port",
            description = "The TCP port; 0 for any free one. Kura's firewall has to let it through.",
            min = "0",
            max = "65535")
    int https_port() default 8643;

    /** {@code clients}. */
    @AttributeDefinition(
            name = "Clients",
            description =
                    "Who may call over HTTPS: whoever has a certificate of an owner whom the node trusts, or anyone."
                            + " With 'open', the address must be a loopback address unless 'Open anywhere' is set.",
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
                    + " certificate, while HTTPS is on; 0 for any free one, -1 for none.",
            min = "-1",
            max = "65535")
    int local_port() default -1;

    /** {@code connections.max}. */
    @AttributeDefinition(
            name = "Connections",
            description = "Connections over HTTPS that are open at most; further ones wait.",
            min = "1",
            max = "65535")
    int connections_max() default 1024;

    /** {@code requests.max}. */
    @AttributeDefinition(
            name = "Requests at once",
            description = "Inference requests over HTTPS that are under way at most; a further one is refused.",
            min = "1",
            max = "65535")
    int requests_max() default 256;

    /** {@code body.mib.max}. */
    @AttributeDefinition(
            name = "Size of a request (MiB)",
            description = "Mebibytes of one request's body over HTTPS at most.",
            min = "1",
            max = "1024")
    int body_mib_max() default 64;

    /** {@code bodies.mib.max}. */
    @AttributeDefinition(
            name = "Size of all requests (MiB)",
            description =
                    "Mebibytes of the bodies of all requests over HTTPS that are under way, and then of their answers,"
                            + " at most; at least the size of one.",
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
            required = false,
            cardinality = 64)
    String[] packages_push() default {};

    /** {@code timeout.ms}. */
    @AttributeDefinition(
            name = "Time-out (ms)",
            description = "Milliseconds that a request may take which does not say how long it waits.",
            min = "1",
            max = "3600000")
    int timeout_ms() default 30_000;

    /** {@code coap.enabled}. */
    @AttributeDefinition(
            name = "CoAP",
            description = "Whether sensors are answered over CoAP with DTLS; they need a certificate.")
    boolean coap_enabled() default false;

    /** {@code coap.port}. */
    @AttributeDefinition(
            name = "CoAP port",
            description = "The UDP port; 0 for any free one. Kura's firewall has to let it through.",
            min = "0",
            max = "65535")
    int coap_port() default 5684;

    /** {@code coap.clients.max}. */
    @AttributeDefinition(
            name = "CoAP clients",
            description =
                    "Clients over CoAP that are known at once; of further ones, those who were silent longest are forgotten.",
            min = "1",
            max = "65535")
    int coap_clients_max() default 256;

    /** {@code coap.requests.max}. */
    @AttributeDefinition(
            name = "CoAP requests at once",
            description = "Inference requests over CoAP that are under way at most; a further one is refused.",
            min = "1",
            max = "65535")
    int coap_requests_max() default 64;

    /** {@code console.enabled}. */
    @AttributeDefinition(
            name = "Console",
            description =
                    "Whether the node shows its own console, with all of the mesh, at https://ADDRESS:PORT/. Kura's"
                            + " users log in: with the permission rest.signet to look, with kura.admin to change things.")
    boolean console_enabled() default false;

    /** {@code console.port}. */
    @AttributeDefinition(
            name = "Console port",
            description = "The TCP port of the console; 0 for any free one. Kura's firewall has to let it through.",
            min = "0",
            max = "65535")
    int console_port() default 8443;
}
