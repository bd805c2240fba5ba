@NullMarked
package io.signet.meter.internal;

import org.jspecify.annotations.NullMarked;
