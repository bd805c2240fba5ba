/** Kura's errors, as far as they are used here. */
@Export
@Version("1.7.0")
@NullMarked
package org.eclipse.kura;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
