/** How another bundle shows pages over the node's HTTPS, without an HTTP server of its own. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.gateway.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
