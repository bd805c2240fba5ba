/** The TensorRT engine: runs ONNX models on NVIDIA's devices, in processes of its own. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.inference.tensorrt;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
