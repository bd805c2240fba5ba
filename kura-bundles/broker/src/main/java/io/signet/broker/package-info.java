/** The MQTT 5 broker of one site, and the configuration of others that can take its place. */
@NullMarked
package io.signet.broker;

import org.jspecify.annotations.NullMarked;
