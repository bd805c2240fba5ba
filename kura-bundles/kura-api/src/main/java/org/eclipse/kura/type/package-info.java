/** Kura's values with a type. */
@Export
@Version("1.1.0")
@NullMarked
package org.eclipse.kura.type;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
