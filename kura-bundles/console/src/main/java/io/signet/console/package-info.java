/** The console of a node: who may log in, as others may provide it. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.console;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
