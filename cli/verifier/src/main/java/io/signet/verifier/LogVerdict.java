package io.signet.verifier;

import io.signet.statement.Finding;
import io.signet.statement.NodeId;
import java.util.List;

/**
 * What came of a check of a log.
 *
 * @param node whose log it is
 * @param size number of statements, according to the head
 * @param timeMillis when the head was signed, in milliseconds since 1970
 * @param findings what was found, in the order of the checks; the last is a failure if one is
 */
record LogVerdict(NodeId node, long size, long timeMillis, List<Finding> findings) {
    LogVerdict {
        findings = List.copyOf(findings);
    }

    boolean accepted() {
        return findings.stream().noneMatch(Finding.Failed.class::isInstance);
    }
}
