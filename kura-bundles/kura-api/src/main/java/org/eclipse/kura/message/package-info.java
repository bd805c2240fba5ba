/** Kura's messages. */
@Export
@Version("1.5.0")
@NullMarked
package org.eclipse.kura.message;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
