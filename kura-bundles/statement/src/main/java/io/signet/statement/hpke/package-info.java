/** Hybrid public key encryption (RFC 9180) to keys whose private half only its holder can use. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.hpke;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
