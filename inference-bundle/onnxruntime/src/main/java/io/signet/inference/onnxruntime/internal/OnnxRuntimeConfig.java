package io.signet.inference.onnxruntime.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the ONNX Runtime engine. */
@ObjectClassDefinition(id = OnnxRuntimeConfig.PID, name = "Signet ONNX Runtime engine")
public @interface OnnxRuntimeConfig {
    /** Identity of the configuration. */
    String PID = "io.signet.inference.onnxruntime";

    @AttributeDefinition(
            name = "Threads",
            description =
                    "1 to 256; 0: one fewer than there are processors. A change takes effect when the process starts anew")
    int threads() default 0;

    @AttributeDefinition(
            name = "Isolated",
            description =
                    "Whether each model runs in a process of its own, so that a crash in it does not end the node")
    boolean isolated() default false;
}
