/** A mesh of real processes on this machine, and the faults that it must survive. */
@NullMarked
package io.signet.simulator;

import org.jspecify.annotations.NullMarked;
