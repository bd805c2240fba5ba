/** A log as static tiles, for any web server to serve: their names, their contents, and hashes and proofs out of them. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.tile;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
