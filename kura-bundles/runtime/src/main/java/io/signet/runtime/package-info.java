/** The seams under every room: time, files, duty cycles and limits. The simulator owns them all. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.runtime;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
