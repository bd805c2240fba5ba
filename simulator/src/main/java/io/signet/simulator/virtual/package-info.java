/**
 * Runs scenarios in virtual time: the production code of mesh, batching and log, on one thread, with a clock, a network,
 * disks, keys and an engine that are simulated. A seed reproduces a run to the byte.
 */
@NullMarked
package io.signet.simulator.virtual;

import org.jspecify.annotations.NullMarked;
