/** COSE_Sign1 (RFC 9052) with the two algorithms that Signet uses, and the signer behind it. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement.cose;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
