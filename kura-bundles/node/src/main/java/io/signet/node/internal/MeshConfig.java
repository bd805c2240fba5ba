package io.signet.node.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** How the node takes part in its mesh. */
@ObjectClassDefinition(
        id = MeshConfig.PID,
        name = "Signet Mesh",
        description = "The mesh that this node serves, and how much work it takes.")
public @interface MeshConfig {
    /** Persistent identity of the configuration. */
    String PID = "io.signet.mesh";

    /** Path of the mesh profile. */
    @AttributeDefinition(
            name = "Profile file",
            description = "Path of mesh.yaml: mesh, brokers, certificates and trust policy.")
    String profile_file();

    /** Tasks held at once. */
    @AttributeDefinition(
            name = "Tasks at once",
            description = "Tasks that this node holds at most; a further one is refused as busy.",
            min = "1",
            max = "4096")
    int tasks_max() default 128;

    /** Witnesses asked. */
    @AttributeDefinition(
            name = "Witnesses",
            description = "How many other nodes are asked to cosign the heads of this node's log.",
            min = "0",
            max = "8")
    int witnesses() default 2;

    /** {@code witness.wait.ms}. */
    @AttributeDefinition(
            name = "Wait for witnesses",
            description = "Milliseconds that an answer waits for cosignatures; it goes out with those that came.",
            min = "0",
            max = "5000")
    int witness_wait_ms() default 250;

    /** {@code log.address}. */
    @AttributeDefinition(
            name = "Log address",
            description =
                    "Where everyone can read this node's log, as http(s)://HOST[:PORT]/[PATH/]: the others are told,"
                            + " for whoever audits it. Empty if nobody can.",
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

    /** {@code telemetry.directory}. */
    @AttributeDefinition(
            name = "Telemetry directory",
            description =
                    "Directory below which sys and proc are read for temperatures and brakes: a node that is hot or"
                            + " throttled says so and gets less work. Other than / for tests and copies from other machines.")
    String telemetry_directory() default "/";
}
