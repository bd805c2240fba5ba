/** Kura's way to the cloud. */
@Export
@Version("1.0.0")
@NullMarked
package org.eclipse.kura.cloudconnection.publisher;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
