package io.signet.kura.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Icon;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A job in a graph of Kura's wires. */
@ObjectClassDefinition(
        id = WireOptions.PID,
        name = "Signet Mesh Job",
        description =
                "Sends the tensors of each record that it receives to the mesh, and emits the verified answer with its"
                        + " receipt. A record's properties are named as the model's inputs, what is emitted as its outputs.",
        icon = @Icon(resource = "OSGI-INF/icons/signet.png", size = 32))
public @interface WireOptions {
    /** Name of the component, of its configurations and of its metatype: Kura wants one for all three. */
    String PID = "io.signet.kura.wire";

    /** {@code model}. */
    @AttributeDefinition(name = "Model", description = "The name of the model, as the mesh's nodes serve it.")
    String model() default "";

    /** {@code inputs}. */
    @AttributeDefinition(
            name = "Inputs",
            description = "The model's inputs as NAME:TYPE:DIMENSIONS, such as x:FP32:-1,28,28, with -1 for any; with"
                    + " commas between the dimensions, one input an entry. Empty: as the model on this node has them.",
            required = false)
    String[] inputs() default {};

    /** {@code timeout.ms}. */
    @AttributeDefinition(
            name = "Time-out (ms)",
            description = "How long the wires wait for the answers to an envelope at most.",
            min = "100",
            max = "60000")
    int timeout_ms() default 5_000;

    /** {@code in.flight.max}. */
    @AttributeDefinition(
            name = "Jobs at once",
            description = "Records that are under way at most; a further one is not sent, and fails.",
            min = "1",
            max = "256")
    int in_flight_max() default 16;

    /** {@code errors.emit}. */
    @AttributeDefinition(
            name = "Emit errors",
            description =
                    "Whether a record that fails is emitted as one with the property signet.error, which says why."
                            + " Otherwise it is dropped, and Kura's log says why.")
    boolean errors_emit() default true;
}
