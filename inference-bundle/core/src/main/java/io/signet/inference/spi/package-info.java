/** What an inference engine implements: sessions on model variants, named tensors in and out. */
@Export
@Version("1.3.0")
@NullMarked
package io.signet.inference.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
