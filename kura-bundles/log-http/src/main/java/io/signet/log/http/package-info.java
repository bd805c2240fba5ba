/** Shows a log to anyone over HTTP, read only. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.log.http;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
