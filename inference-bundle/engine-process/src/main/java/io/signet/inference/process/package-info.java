/** Runs an engine in a process of its own, whose death is an error message and not the node's end. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.inference.process;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
