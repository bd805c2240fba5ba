/** JSON (RFC 8259) item by item, without trees and without reflection. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.openinference.json;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
