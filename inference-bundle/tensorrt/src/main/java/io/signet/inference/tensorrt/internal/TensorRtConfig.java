package io.signet.inference.tensorrt.internal;

import io.signet.inference.tensorrt.TensorRtOptions;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the TensorRT engine. */
@ObjectClassDefinition(id = TensorRtConfig.PID, name = "Signet TensorRT engine")
public @interface TensorRtConfig {
    /** Identity of the configuration. */
    String PID = "io.signet.inference.tensorrt";

    @AttributeDefinition(
            name = "Precision",
            description = "fp32, fp16 or int8: the fewest bits, of models whose publishers allow fewer than 32")
    String precision() default TensorRtOptions.PRECISION_DEFAULT;

    @AttributeDefinition(
            name = "Workspace (MiB)",
            description = "1 to 65536: memory of the device that an operation may use beside its tensors")
    int workspace_mib() default TensorRtOptions.WORKSPACE_MIB_DEFAULT;

    @AttributeDefinition(
            name = "CUDA graphs",
            description = "whether sizes of runs that come often are started as CUDA graphs, as a whole")
    boolean graphs() default true;
}
