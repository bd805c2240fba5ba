package io.signet.log.http.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where a node shows its log to everyone. Without this configuration it does not. */
@ObjectClassDefinition(
        id = LogServerConfig.PID,
        name = "Signet log server",
        description = "Shows the node's log to everyone over HTTP, read only.")
public @interface LogServerConfig {
    /** The configuration's name. */
    String PID = "io.signet.log.http";

    /** {@code address}: to listen on. */
    @AttributeDefinition(name = "Address", description = "The address to listen on; 0.0.0.0 for all.")
    String address() default "0.0.0.0";

    /** {@code port}. */
    @AttributeDefinition(name = "Port", description = "The TCP port; 0 for any free one.", min = "0", max = "65535")
    int port() default 8640;

    /** {@code identity.file}. */
    @AttributeDefinition(
            name = "Identity file",
            description = "The node's certificate and those between it and its owner's, in PEM; shown, too, if given.",
            required = false)
    String identity_file() default "";
}
