/** What servers with a login have in common: sessions of browsers, and a limit on errors. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.provisioning.login;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
