package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.openinference.SavedAnswer;
import io.signet.openinference.json.JsonWriter;
import io.signet.provisioning.KnownRevocations;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.Equivocation;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks answers and receipts as {@code signet verify} does, against the node's trust policy and all revocations it knows. Thread-safe. */
final class VerifyPages {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyPages.class);
    private static final int BODY_BYTES_MAX = 16 << 20;

    private final Path policy;
    private final Clock clock;

    /** @param policy the file, which may change while the node runs */
    VerifyPages(Path policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** What is asked for here. */
    List<Route> routes() {
        return List.of(new Route(
                "POST", "/console/v1/verify", Route.Access.READ, Route.Body.octets(BODY_BYTES_MAX), this::verify));
    }

    private CompletionStage<WebReply> verify(Route.Call call) {
        Verifier verifier;
        try {
            verifier = new Verifier(KnownRevocations.policy(policy));
        } catch (ProvisioningException e) {
            LOG.warn("nothing is believed in the console: {}", e.getMessage());
            return CompletableFuture.completedStage(Replies.error(
                    503,
                    "the node's trust policy, or a list of revocations beside it, can't be read; its log says more"));
        }
        Bytes content = call.request().body();
        Bytes said = SavedAnswer.isOne(content) ? answer(verifier, content) : receipt(verifier, content);
        return CompletableFuture.completedStage(Replies.json(200, said));
    }

    private Bytes answer(Verifier verifier, Bytes content) {
        try {
            return json("answer", new SavedAnswer(verifier, clock.wallMillis()).check(content));
        } catch (MalformedException e) {
            return malformed("answer", "This is no answer of a gateway, or a damaged one: " + e.getMessage() + ".");
        }
    }

    private Bytes receipt(Verifier verifier, Bytes content) {
        try {
            Proof proof = Proof.decode(content);
            return json(
                    "receipt",
                    List.of(new SavedAnswer.Part("", Optional.of(proof), verifier.verify(proof, clock.wallMillis()))));
        } catch (MalformedException e) {
            return fork(content)
                    .orElseGet(() ->
                            malformed("receipt", "This is no receipt, or a damaged one: " + e.getMessage() + "."));
        }
    }

    /** What is no receipt may be the proof of a fork. */
    private static Optional<Bytes> fork(Bytes content) {
        try {
            Equivocation fork = Equivocation.decode(content);
            if (!fork.holds()) {
                return Optional.of(malformed(
                        "fork", "This claims that the log of node " + fork.node() + " forked, and proves nothing."));
            }
            String sentence = fork.describe() + ".";
            return Optional.of(Json.object(out -> {
                out.name("good")
                        .bool(false)
                        .name("verdict")
                        .string(sentence)
                        .name("kind")
                        .string("fork");
                Json.objects(out, "findings", List.of(sentence), (json, text) -> {
                    json.name("good").bool(false).name("code").string("forked");
                    json.name("what").string("fork").name("detail").string(text);
                });
                Json.texts(out, "chain", List.of());
            }));
        } catch (MalformedException neither) {
            return Optional.empty();
        }
    }

    private static Bytes malformed(String kind, String message) {
        Verdict verdict =
                new Verdict.Rejected(Verdict.Reason.MALFORMED, message, List.of(new Finding.Failed("format", message)));
        return json(kind, List.of(new SavedAnswer.Part("", Optional.empty(), verdict)));
    }

    private static Bytes json(String kind, List<SavedAnswer.Part> parts) {
        SavedAnswer.Part shown =
                parts.stream().filter(part -> !isGood(part)).findFirst().orElse(parts.get(0));
        boolean good = parts.stream().allMatch(VerifyPages::isGood);
        return Json.object(out -> {
            out.name("good").bool(good).name("verdict").string(sentence(shown, good));
            out.name("kind").string(kind);
            write(out, shown);
            if (parts.size() > 1) {
                Json.objects(out, "parts", parts, (json, part) -> {
                    json.name("rows").string(part.rows()).name("good").bool(isGood(part));
                    write(json, part);
                });
            }
        });
    }

    private static boolean isGood(SavedAnswer.Part part) {
        return part.verdict() instanceof Verdict.Accepted;
    }

    private static String sentence(SavedAnswer.Part shown, boolean good) {
        if (shown.verdict() instanceof Verdict.Rejected rejected) {
            return rejected.message();
        }
        Verdict.Accepted accepted = (Verdict.Accepted) shown.verdict();
        return good
                ? "Node " + accepted.statement().node() + " computed this with the model "
                        + accepted.statement().model() + ", as its signed log proves."
                : "A part of this is not proved.";
    }

    private static void write(JsonWriter out, SavedAnswer.Part part) {
        Optional<Verdict.Reason> reason =
                part.verdict() instanceof Verdict.Rejected rejected ? Optional.of(rejected.reason()) : Optional.empty();
        Json.objects(out, "findings", part.verdict().findings(), (json, finding) -> {
            json.name("good");
            if (finding instanceof Finding.NotProved) {
                json.nothing();
            } else {
                json.bool(finding instanceof Finding.Proved);
            }
            json.name("code").string(code(finding, reason));
            json.name("what").string(finding.claim()).name("detail").string(finding.detail());
        });
        ProofWay.write(out, part);
    }

    private static String code(Finding finding, Optional<Verdict.Reason> reason) {
        String claim = finding.claim().replace(' ', '-');
        if (finding instanceof Finding.NotProved) {
            return claim + "-open";
        }
        return finding instanceof Finding.Failed
                ? reason.map(why -> why.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .orElse(claim)
                : claim;
    }
}
