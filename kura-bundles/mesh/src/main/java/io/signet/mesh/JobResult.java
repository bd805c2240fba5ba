package io.signet.mesh;

import io.signet.statement.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a job ended. */
public sealed interface JobResult {
    /** What was answered, in the order of the rows. */
    List<TaskAnswer> answers();

    /**
     * Every row was answered and every answer verified.
     *
     * @param outputs by the model's output names, merged in the order of the job's rows
     */
    record Completed(Map<String, Tensor> outputs, List<TaskAnswer> answers) implements JobResult {
        public Completed {
            outputs = Map.copyOf(outputs);
            answers = List.copyOf(answers);
        }

        /** Never the contents. */
        @Override
        public String toString() {
            return "Completed[" + outputs + " in " + answers.size() + " parts]";
        }
    }

    /**
     * Some rows were not answered.
     *
     * @param reason what went wrong and what to do, for a person
     * @param refusal of what kind that is, if it is a refusal of this peer or of the nodes that were asked, or the time-out
     */
    record Failed(String reason, Optional<Refusal> refusal, List<TaskAnswer> answers) implements JobResult {
        public Failed {
            answers = List.copyOf(answers);
        }

        /** Never the contents. */
        @Override
        public String toString() {
            return "Failed[" + reason + "]";
        }
    }
}
