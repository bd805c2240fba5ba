package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What the node tells the cloud: what Kura's console shows as "Signet Metrics". */
@ObjectClassDefinition(
        id = MetricsOptions.PID,
        name = "Signet Metrics",
        description = "Sends the node's load and health over the gateway's cloud connection, as Kura metrics.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface MetricsOptions {
    /** Name of the component, of its configuration and of its metatype. */
    String PID = "io.signet.kura.metrics";

    /** {@code CloudPublisher.target}: the name that Kura's console knows how to fill. */
    @AttributeDefinition(
            name = "Cloud publisher",
            description = "The publisher that sends them, made in Kura's console, as a filter such as"
                    + " (kura.service.pid=NAME). Nothing is sent while there is none of that name.")
    String CloudPublisher_target() default "(kura.service.pid=changeme)";

    /** {@code interval.s}. */
    @AttributeDefinition(
            name = "Interval (s)",
            description = "Seconds from one message to the next.",
            min = "5",
            max = "86400")
    int interval_s() default 60;
}
