/**
 * Trains the model {@code meter-digits} in Java with TensorFlow, on pictures that are drawn while it learns, and writes
 * it as a signed model package.
 */
@NullMarked
package io.signet.meter.training;

import org.jspecify.annotations.NullMarked;
