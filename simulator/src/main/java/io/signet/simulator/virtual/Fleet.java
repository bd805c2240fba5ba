package io.signet.simulator.virtual;

import io.signet.mesh.MeshLimits;
import io.signet.simulator.run.Draws;
import io.signet.simulator.run.RunRecorder;
import io.signet.simulator.scenario.Witnesses;
import io.signet.statement.TrustPolicy;

/**
 * What all members of a simulated mesh share.
 *
 * @param draws what is drawn as in real mode
 * @param trust whom members believe
 * @param limits the bounds of each
 * @param witnesses how nodes' logs are witnessed
 * @param heads under which answers were accepted
 * @param warms whether anything heats or brakes nodes, so that they watch their hardware
 */
record Fleet(
        World world,
        Draws draws,
        VirtualNetwork network,
        Owners owners,
        TrustPolicy trust,
        RunRecorder recorder,
        EventLog events,
        MeshLimits limits,
        Witnesses witnesses,
        HeadsSeen heads,
        boolean warms) {
    /** The name of every simulated mesh. */
    static final String MESH = "simulated";
}
