/** What a process needs of the bundles that an OSGi framework runs. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.inference.process.osgi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
