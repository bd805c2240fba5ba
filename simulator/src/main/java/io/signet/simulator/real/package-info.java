/** Runs scenarios with real processes: nodes in their frameworks, brokers, files, and TCP connections that can be broken. */
@NullMarked
package io.signet.simulator.real;

import org.jspecify.annotations.NullMarked;
