/** Looks for seeds with which a scenario fails, and for the smallest scenario that still fails in the same way. */
@NullMarked
package io.signet.simulator.search;

import org.jspecify.annotations.NullMarked;
