/** Pictures to tensors, CUDA devices and the state of the hardware, through the native library {@code libsignetjetson}. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.jetson;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
