/** Kura's configuration of components, as far as it is used here. */
@Export
@Version("1.2.0")
@NullMarked
package org.eclipse.kura.configuration;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
