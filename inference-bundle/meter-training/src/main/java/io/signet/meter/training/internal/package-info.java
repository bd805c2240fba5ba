@NullMarked
package io.signet.meter.training.internal;

import org.jspecify.annotations.NullMarked;
