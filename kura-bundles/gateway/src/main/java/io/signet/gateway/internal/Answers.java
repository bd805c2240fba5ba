package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.mesh.JobListener;
import io.signet.mesh.JobRequest;
import io.signet.mesh.JobResult;
import io.signet.mesh.Mesh;
import io.signet.mesh.OwnAnswer;
import io.signet.mesh.OwnTasks;
import io.signet.mesh.Refusal;
import io.signet.mesh.TaskAnswer;
import io.signet.mesh.spi.TaskOrder;
import io.signet.openinference.AnswerReceipt;
import io.signet.runtime.Clock;
import io.signet.runtime.Priority;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has requests answered: by this node if it can, else by others of its mesh. Thread-safe. */
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Catalog catalog;
    private final OwnTasks own;
    private final Mesh mesh;
    private final Clock clock;
    private final RandomGenerator random;

    /** @param random draws the nonces of those who bring none: a {@link java.security.SecureRandom} */
    Answers(Catalog catalog, OwnTasks own, Mesh mesh, Clock clock, RandomGenerator random) {
        this.catalog = catalog;
        this.own = own;
        this.mesh = mesh;
        this.clock = clock;
        this.random = random;
    }

    /**
     * A question.
     *
     * @param requester who asks, as the statement will say
     * @param version the one version that is accepted, if any
     * @param modelPackage the one package that is accepted, if any: the inputs were made for it
     * @param nonce the client's own; then only this node may answer, since others get nonces of its own
     * @param priority how urgent it is on this node; other nodes are not told
     */
    record Question(
            NodeId requester,
            String model,
            Optional<String> version,
            Optional<Digest> modelPackage,
            Map<String, Tensor> inputs,
            Optional<Nonce> nonce,
            Duration timeout,
            Priority priority) {}

    /** Who asks when the client has no name of his own. */
    NodeId self() {
        return own.node();
    }

    /** The model that {@code target} means, if this node serves it. */
    Optional<ModelInfo> described(Target.Model target) {
        return catalog.here(target.name(), target.version());
    }

    /** The stage ends by the question's time-out or shortly after, and never exceptionally: a bug is a failure, too. */
    CompletionStage<Answer> answer(Question question) {
        // What is thrown at once is caught by the stage, like what comes later.
        return CompletableFuture.completedStage(question).thenCompose(this::ask).exceptionally(bug -> {
            LOG.error("a request could not be answered", bug);
            return new Answer.Failed(new Failure(500, "the node failed on this request; its log says why"));
        });
    }

    private CompletionStage<Answer> ask(Question question) {
        return ask(question, clock.monotonicNanos() + question.timeout().toNanos());
    }

    private CompletionStage<Answer> ask(Question question, long deadline) {
        Optional<ModelInfo> here = here(question);
        if (here.isEmpty()) {
            if (question.version().isEmpty() && catalog.elsewhere(question.model())) {
                return question.nonce().isPresent()
                        ? failed(
                                503,
                                "this node does not serve the model, and others can't be asked with a signet_nonce")
                        : askMesh(question, Optional.empty(), deadline);
            }
            return failed(404, unknown(question.model(), question.version()));
        }
        ModelInfo model = here.get();
        TaskOrder order = new TaskOrder(
                question.requester(),
                question.nonce().orElseGet(() -> Nonce.draw(random)),
                model.name(),
                Optional.of(model.packageDigest()),
                question.inputs(),
                deadline,
                question.priority());
        return own.compute(order).thenCompose(answer -> {
            if (answer instanceof OwnAnswer.Answered answered) {
                return CompletableFuture.completedStage(computed(answered.proof(), model));
            }
            OwnAnswer.Refused refused = (OwnAnswer.Refused) answer;
            if (refused.refusal() == Refusal.UNKNOWN_MODEL && isReplaced(model, question)) {
                return ask(
                        question,
                        deadline); // of the package that has come since, which a client who named none may get
            }
            return othersMayHelp(question, refused.refusal())
                    ? askMesh(question, Optional.of(model), deadline)
                    : CompletableFuture.completedStage(
                            new Answer.Failed(new Failure(status(refused.refusal()), refused.reason())));
        });
    }

    private Optional<ModelInfo> here(Question question) {
        return question.modelPackage()
                .map(wanted -> catalog.here(question.model(), wanted))
                .orElseGet(() -> catalog.here(question.model(), question.version()));
    }

    private boolean isReplaced(ModelInfo model, Question question) {
        return here(question)
                .filter(now -> !now.packageDigest().equals(model.packageDigest()))
                .isPresent();
    }

    static String unknown(String model, Optional<String> version) {
        return version.isPresent()
                ? "there is no model '" + model + "' in version '" + version.get() + "' here"
                : "there is no model '" + model + "' here, and no other node of the mesh serves it; POST"
                        + " /v2/repository/index lists those that there are";
    }

    private boolean othersMayHelp(Question question, Refusal refusal) {
        boolean theirs = refusal == Refusal.BUSY || refusal == Refusal.UNKNOWN_MODEL || refusal == Refusal.FAILED;
        boolean splits = refusal == Refusal.TOO_LARGE && rows(question.inputs()) > 1;
        return (theirs || splits)
                && question.nonce().isEmpty()
                && rows(question.inputs()) > 0
                && catalog.elsewhere(question.model());
    }

    /** The outermost dimension, if all inputs have the same; else 0. */
    private static long rows(Map<String, Tensor> inputs) {
        long rows = 0;
        for (Tensor input : inputs.values()) {
            if (input.shape().isEmpty() || (rows > 0 && input.rows() != rows)) {
                return 0;
            }
            rows = input.rows();
        }
        return rows;
    }

    private static Answer computed(Proof proof, ModelInfo model) {
        return new Answer.Computed(
                proof.outputs(), List.of(new Answer.Part(0, bare(proof))), Optional.of(model.version()));
    }

    /** The same without tensors, which the client has or gets anyway. */
    private static Proof bare(Proof proof) {
        return new Proof(
                proof.statement(),
                proof.receipt(),
                proof.identity(),
                Map.of(),
                Map.of(),
                proof.cosignatures(),
                proof.evidence());
    }

    private CompletionStage<Answer> askMesh(Question question, Optional<ModelInfo> model, long deadline) {
        if (rows(question.inputs()) < 1) {
            return failed(400, "all inputs must have the same number of rows, at least one");
        }
        long left = deadline - clock.monotonicNanos();
        if (left <= 0) {
            return failed(504, "no time is left to ask other nodes");
        }
        Optional<Digest> same = model.map(ModelInfo::packageDigest).or(question::modelPackage);
        JobRequest job = new JobRequest(question.model(), same, question.inputs(), Duration.ofNanos(left));
        return mesh.submit(job, JobListener.NONE).thenApply(result -> {
            if (result instanceof JobResult.Completed completed) {
                return merged(completed, model);
            }
            JobResult.Failed failed = (JobResult.Failed) result;
            int status = failed.refusal().map(Answers::status).orElse(503);
            return new Answer.Failed(new Failure(status, "other nodes were asked: " + failed.reason()));
        });
    }

    private static Answer merged(JobResult.Completed completed, Optional<ModelInfo> model) {
        List<TaskAnswer> answers = completed.answers();
        if (answers.size() > AnswerReceipt.PARTS_MAX) {
            return new Answer.Failed(new Failure(
                    413,
                    "the request took " + answers.size() + " parts, of which an answer can" + " prove "
                            + AnswerReceipt.PARTS_MAX + ": send fewer rows"));
        }
        boolean one = answers.size() == 1;
        return new Answer.Computed(
                completed.outputs(),
                answers.stream()
                        .map(answer -> new Answer.Part(one ? 0 : answer.to() - answer.from(), bare(answer.proof())))
                        .toList(),
                model.map(ModelInfo::version));
    }

    private static CompletionStage<Answer> failed(int status, String reason) {
        return CompletableFuture.completedStage(new Answer.Failed(new Failure(status, reason)));
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case BUSY -> 503;
            case UNKNOWN_MODEL -> 404;
            case BAD_INPUT -> 400;
            case TOO_LARGE -> 413;
            case TOO_LATE -> 504;
            case FAILED -> 500;
        };
    }
}
