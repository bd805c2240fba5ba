/** What Kura says of its machine, as far as it is used here. */
@Export
@Version("1.7.0")
@NullMarked
package org.eclipse.kura.system;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
