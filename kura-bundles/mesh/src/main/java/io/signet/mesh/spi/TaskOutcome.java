package io.signet.mesh.spi;

import io.signet.mesh.Refusal;
import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.Tensor;
import java.util.Map;

/** What became of a task. */
public sealed interface TaskOutcome {
    /**
     * It was computed, and the node's log holds it.
     *
     * @param statement encoded
     * @param receipt proves that the log holds {@code statement}
     * @param outputs by the model's output names
     */
    record Answered(Bytes statement, Receipt receipt, Map<String, Tensor> outputs) implements TaskOutcome {
        public Answered {
            outputs = Map.copyOf(outputs);
        }
    }

    /**
     * It was not computed.
     *
     * @param reason for a person, without secrets
     */
    record Refused(Refusal refusal, String reason) implements TaskOutcome {}
}
