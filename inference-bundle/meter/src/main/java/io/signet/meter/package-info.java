/**
 * Reading of meter pictures on the requester's side: a picture becomes six digit crops for the model
 * {@code meter-digits}, and the model's probabilities become a reading. No engine, no network.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.meter;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
