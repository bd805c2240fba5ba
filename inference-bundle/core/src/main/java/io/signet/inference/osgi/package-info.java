/** What bundles of engines need to offer an engine as a service. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.inference.osgi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
