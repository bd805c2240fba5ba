package io.signet.mesh;

import io.signet.statement.NodeId;
import io.signet.statement.Proof;
import io.signet.statement.Verdict;

/**
 * The verified answer to the rows {@code [from, to)} of a job.
 *
 * @param node who answered
 * @param proof statement, receipt, identity and tensors: enough to check the answer offline
 * @param verdict what was proved, and what not
 * @param elapsedMillis from the first attempt's sending to the answer
 * @param attempts attempts that were made, at least 1
 */
public record TaskAnswer(
        long from, long to, NodeId node, Proof proof, Verdict.Accepted verdict, long elapsedMillis, int attempts) {
    /** Never the contents. */
    @Override
    public String toString() {
        return "TaskAnswer[rows " + from + " to " + (to - 1) + " by " + node + " in " + elapsedMillis + " ms]";
    }
}
