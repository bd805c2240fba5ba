/** How Kura is told that something was tampered with. */
@Export
@Version("1.0.0")
@NullMarked
package org.eclipse.kura.security.tamper.detection;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
