/** The Open Inference Protocol (KServe v2) over HTTP: requests, answers and the receipts in them, as bytes. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.openinference;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
