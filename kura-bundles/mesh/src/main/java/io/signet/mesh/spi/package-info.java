/** What the mesh asks of its surroundings: a transport to carry messages, a service that computes tasks. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.mesh.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
