package io.signet.gateway.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How sensors call this node. Without this configuration they can't. */
@ObjectClassDefinition(
        id = CoapGatewayConfig.PID,
        name = "Signet gateway for sensors",
        description = "Answers inference requests over CoAP with DTLS, from clients with a certificate.")
public @interface CoapGatewayConfig {
    /** The configuration's name. */
    String PID = "io.signet.gateway.coap";

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
    @AttributeDefinition(name = "Port", description = "The UDP port; 0 for any free one.", min = "0", max = "65535")
    int port() default 5684;

    /** {@code clients.max}. */
    @AttributeDefinition(
            name = "Clients",
            description =
                    "Clients that are known at once; of further ones, those who were silent longest are forgotten.",
            min = "1",
            max = "65535")
    int clients_max() default 256;

    /** {@code requests.max}. */
    @AttributeDefinition(
            name = "Requests at once",
            description = "Inference requests that are under way at most; a further one is refused.",
            min = "1",
            max = "65535")
    int requests_max() default 64;

    /** {@code body.kib.max}. */
    @AttributeDefinition(
            name = "Size of a request",
            description = "Kibibytes of one request and of one answer at most.",
            min = "1",
            max = "65536")
    int body_kib_max() default 1024;

    /** {@code bodies.mib.max}. */
    @AttributeDefinition(
            name = "Size of all transfers",
            description = "Mebibytes for all requests and answers that come and go in blocks; each takes as much as the"
                    + " largest may have. When they are taken, a further transfer has to begin again later.",
            min = "1",
            max = "65536")
    int bodies_mib_max() default 64;

    /** {@code timeout.ms}. */
    @AttributeDefinition(
            name = "Time-out",
            description = "Milliseconds that a request may take.",
            min = "1",
            max = "3600000")
    int timeout_ms() default 30_000;
}
