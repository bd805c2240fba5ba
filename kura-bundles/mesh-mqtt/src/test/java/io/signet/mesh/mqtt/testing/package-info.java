/** What tests of transports and brokers share: certificates, a client, a way to wait. */
@NullMarked
package io.signet.mesh.mqtt.testing;

import org.jspecify.annotations.NullMarked;
