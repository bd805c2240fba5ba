package io.signet.firstboot.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How a node that a registrar enrolled stays a member. */
@ObjectClassDefinition(
        id = MembershipConfig.PID,
        name = "Signet membership",
        description = "Asks the owner's registrar what this node is to do, and renews its certificate in time.")
public @interface MembershipConfig {
    /** Persistent identity of the configuration. */
    String PID = "io.signet.membership";

    /** {@code home.directory}. */
    @AttributeDefinition(
            name = "Home",
            description =
                    "The node's directory, with what the registrar gave it: registrar.url, owner.pem, profile.yaml.")
    String home_directory();

    /** {@code poll.seconds}. */
    @AttributeDefinition(
            name = "Ask every",
            description =
                    "Seconds between two questions to the registrar; a fifth more or less, so that not all nodes ask"
                            + " at once.",
            min = "1",
            max = "3600")
    int poll_seconds() default 30;
}
