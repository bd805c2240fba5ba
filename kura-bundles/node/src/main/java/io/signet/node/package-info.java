/** Assembly: a member of a mesh made of keys, log, inference and broker connection. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
