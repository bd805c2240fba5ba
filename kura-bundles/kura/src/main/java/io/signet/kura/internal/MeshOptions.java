package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the node takes part in its mesh: what Kura's console shows as "Signet Mesh". */
@ObjectClassDefinition(
        id = MeshOptions.PID,
        name = "Signet Mesh",
        description = "The mesh that this node serves, and how much work it takes.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface MeshOptions {
    /** Name of the component, of its configuration and of its metatype. */
    String PID = "io.signet.kura.mesh";

    /** {@code enabled}. */
    @AttributeDefinition(name = "Enabled", description = "Whether this node is a member of its mesh.")
    boolean enabled() default true;

    /** {@code brokers}. */
    @AttributeDefinition(
            name = "Brokers",
            description =
                    "Where the mesh's brokers are, each as mqtts://HOST:PORT; the first that answers is used. Empty:"
                            + " those in mesh.yaml in the node's home.",
            required = false,
            cardinality = 8)
    String[] brokers() default {};

    /** {@code tasks.max}. */
    @AttributeDefinition(
            name = "Tasks at once",
            description = "Tasks that this node holds at most; a further one is refused as busy.",
            min = "1",
            max = "4096")
    int tasks_max() default 128;

    /** {@code witnesses}. */
    @AttributeDefinition(
            name = "Witnesses",
            description = "How many other nodes are asked to cosign the heads of this node's log.",
            min = "0",
            max = "8")
    int witnesses() default 2;

    /** {@code witness.wait.ms}. */
    @AttributeDefinition(
            name = "Wait for witnesses (ms)",
            description = "Milliseconds that an answer waits for cosignatures; it goes out with those that came.",
            min = "0",
            max = "5000")
    int witness_wait_ms() default 250;

    /** {@code log.address}. */
    @AttributeDefinition(
            name = "Log address",
            description =
                    "Where everyone can read this node's log, as http(s)://HOST[:PORT]/[PATH/]: the others are told."
                            + " Empty if nobody can.",
            required = false)
    String log_address() default "";

    /** {@code gateway.address}. */
    @AttributeDefinition(
            name = "Gateway address",
            description =
                    "Where the other members reach this node's gateway, as HOST:PORT: they are told, and fetch model"
                            + " packages there. Empty if they can't.",
            required = false)
    String gateway_address() default "";
}
