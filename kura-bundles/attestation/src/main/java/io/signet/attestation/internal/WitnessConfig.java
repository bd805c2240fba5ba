package io.signet.attestation.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Where a node remembers the logs of others that it witnesses. */
@ObjectClassDefinition(
        id = WitnessConfig.PID,
        name = "Signet witness",
        description = "What the node saw of other nodes' logs, so that it signs for one history of each only")
public @interface WitnessConfig {
    /** The configuration's name. */
    String PID = "io.signet.attestation.witness";

    /** {@code directory}: of this memory alone. */
    @AttributeDefinition(name = "Directory", description = "Of this memory alone; created if need be")
    String directory();

    /** {@code logs.max}. */
    @AttributeDefinition(
            name = "Logs",
            description = "How many nodes' logs are witnessed at most; those of further nodes are refused",
            min = "1",
            max = "1000000")
    int logs_max() default 20_000;
}
