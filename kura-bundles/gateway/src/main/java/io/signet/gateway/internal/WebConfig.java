package io.signet.gateway.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where this node shows its pages, if it has some. Without this configuration it shows none. */
@ObjectClassDefinition(
        id = WebConfig.PID,
        name = "Signet pages",
        description = "Where the node shows its console, over HTTPS with the node's own key.")
public @interface WebConfig {
    /** The configuration's name. */
    String PID = "io.signet.web";

    /** {@code profile.file}. */
    @AttributeDefinition(
            name = "Profile file",
            description =
                    "Path of mesh.yaml: the certificates that the node shows, and whose certificates may be a login.")
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
    int port() default 8443;

    /** {@code connections.max}. */
    @AttributeDefinition(
            name = "Connections",
            description = "Connections that are open at most; further ones wait.",
            min = "1",
            max = "65535")
    int connections_max() default 256;

    /** {@code requests.max}. */
    @AttributeDefinition(
            name = "Requests at once",
            description = "Requests that are under way at most, beside streams of events; a further one is refused.",
            min = "1",
            max = "1024")
    int requests_max() default 32;

    /** {@code bodies.mib.max}. */
    @AttributeDefinition(
            name = "Size of all requests",
            description = "Mebibytes of the bodies of all requests that are under way, at most.",
            min = "1",
            max = "4096")
    int bodies_mib_max() default 96;
}
