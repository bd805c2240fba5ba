/** The component, and what runs in the engine's process: only that sees TensorRT and CUDA. */
@NullMarked
package io.signet.inference.tensorrt.internal;

import org.jspecify.annotations.NullMarked;
