/** Shows what came of a run: as a page with charts, and as JSON. */
@NullMarked
package io.signet.simulator.report;

import org.jspecify.annotations.NullMarked;
