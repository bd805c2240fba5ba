/** What a run of a scenario is watched for, what it measures, and what it reports, in either mode. */
@NullMarked
package io.signet.simulator.run;

import org.jspecify.annotations.NullMarked;
