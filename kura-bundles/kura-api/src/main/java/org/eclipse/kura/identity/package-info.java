/** Kura's users, as far as they are used here. */
@Export
@Version("1.0.0")
@NullMarked
package org.eclipse.kura.identity;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
