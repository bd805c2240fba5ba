/** Carries the mesh's messages through MQTT 5 brokers over TLS 1.3. */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.mesh.mqtt;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
