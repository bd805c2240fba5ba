/** The owner's side: a certificate authority that gives nodes and requesters their identities. Needs Bouncy Castle. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.provisioning.owner;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
