/** Messages of Kura's cloud connections. */
@Export
@Version("1.0.0")
@NullMarked
package org.eclipse.kura.cloudconnection.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
