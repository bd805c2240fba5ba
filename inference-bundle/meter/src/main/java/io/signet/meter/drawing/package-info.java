/**
 * Drawn meter pictures, and drawn pictures of other things: what the model is trained and tested on. Everything is
 * computed from glyph tables of our own, without fonts, and repeats exactly from a seed.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.signet.meter.drawing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
