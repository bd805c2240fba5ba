/**
 * How a node asks for its certificate: labels, the proofs that whoever speaks knows the label's code, and the request with
 * the node's evidence in it. What both sides need; docs/provisioning.md. Requests need Bouncy Castle.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.provisioning.enrolment;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
