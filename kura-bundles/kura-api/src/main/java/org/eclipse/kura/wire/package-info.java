/** Kura's wires, as far as they are used here. */
@Export
@Version("2.0.0")
@NullMarked
package org.eclipse.kura.wire;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
