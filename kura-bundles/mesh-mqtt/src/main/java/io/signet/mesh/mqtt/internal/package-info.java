/** The connection to one broker, on Eclipse Paho. */
@NullMarked
package io.signet.mesh.mqtt.internal;

import org.jspecify.annotations.NullMarked;
