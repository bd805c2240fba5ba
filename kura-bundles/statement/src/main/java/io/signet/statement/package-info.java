/**
 * What an answer's proof is made of: tensors, statements, tree heads, receipts and identities, and the verifier that
 * checks them offline. Formats and verification only: no input or output, no service, no key hardware.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.statement;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
