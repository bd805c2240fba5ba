/** What the node tells Kura's REST, without any of its interfaces: Kura 5.6 and 6 have different ones. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.kura.rest;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
