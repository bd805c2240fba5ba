package io.signet.inference.tensorflow.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the TensorFlow engine. */
@ObjectClassDefinition(id = TensorFlowConfig.PID, name = "Signet TensorFlow engine")
public @interface TensorFlowConfig {
    /** Identity of the configuration. */
    String PID = "io.signet.inference.tensorflow";

    @AttributeDefinition(
            name = "Threads in an operation",
            description =
                    "1 to 256; 0: one fewer than there are processors. A change takes effect when the process starts anew")
    int threads_intra() default 0;

    @AttributeDefinition(
            name = "Operations at once",
            description = "1 to 256; a change takes effect when the process starts anew")
    int threads_inter() default 1;

    @AttributeDefinition(
            name = "Isolated",
            description =
                    "Whether each model runs in a process of its own, so that a crash in it does not end the node")
    boolean isolated() default false;
}
