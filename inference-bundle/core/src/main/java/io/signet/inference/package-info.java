/** Inference on this node: the service that computes requests on hosted models, batched and bounded. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.inference;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
