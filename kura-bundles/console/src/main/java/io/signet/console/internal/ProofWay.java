package io.signet.console.internal;

import io.signet.openinference.SavedAnswer;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The way from a chip maker's root to an output, a step after the other, as far as a proof shows it. */
final class ProofWay {
    private static final String FAULT = "fault";

    private final Map<Step, Shown> steps = new EnumMap<>(Step.class);

    /** Where one can be on the way; each is shown by what was found of one of its claims. */
    private enum Step {
        MAKER("maker", "The chip's maker", "chip"),
        ENDORSEMENT("endorsement", "The chip", "same-chip"),
        ATTESTATION("attestation", "The chip's word on the node's key", "tpm"),
        FIRMWARE("firmware", "What the node has started", "accepted-firmware", "firmware"),
        NODE_KEY("node-key", "The node's key", "node", "hardware"),
        OWNER("owner", "The owner", "owner"),
        HEAD("head", "The signed log", "log"),
        WITNESSES("witnesses", "The witnesses of the log", "one-log", "witness"),
        INCLUSION("inclusion", "The place in the log", "log"),
        STATEMENT("statement", "The statement", "format", "time", "model", "input"),
        OUTPUT("output", "The output", "output");

        private final String word;
        private final String title;
        /** With spaces around each. */
        private final String claims;

        Step(String word, String title, String... claims) {
            this.word = word;
            this.title = title;
            this.claims = " " + String.join(" ", claims) + " ";
        }
    }

    /** What is shown of a step: nothing, that it holds, or that it does not. */
    private static final class Shown {
        private Optional<Boolean> good = Optional.empty();
        private final Map<String, String> facts = new LinkedHashMap<>();
    }

    private ProofWay(Verdict verdict) {
        for (Step step : Step.values()) {
            steps.put(step, new Shown());
        }
        verdict.findings().forEach(this::found);
        boolean accepted = verdict instanceof Verdict.Accepted;
        if (accepted) {
            at(Step.STATEMENT).good = Optional.of(true);
            at(Step.NODE_KEY).good = Optional.of(true);
        }
    }

    /** The way as a member of an object. */
    static void write(JsonWriter out, SavedAnswer.Part part) {
        ProofWay way = new ProofWay(part.verdict());
        part.proof().ifPresent(way::facts);
        Json.objects(out, "chain", way.steps.entrySet(), (json, step) -> {
            json.name("step").string(step.getKey().word).name("good");
            step.getValue().good.ifPresentOrElse(json::bool, json::nothing);
            json.name("title").string(step.getKey().title).name("facts").beginObject();
            step.getValue().facts.forEach((name, text) -> json.name(name).string(text));
            json.endObject();
        });
    }

    private Shown at(Step step) {
        return steps.getOrDefault(step, new Shown());
    }

    private void found(Finding finding) {
        String claim = finding.claim().replace(' ', '-');
        for (Step step : Step.values()) {
            if (step.claims.contains(" " + claim + " ")) {
                Shown shown = at(step);
                boolean failed = finding instanceof Finding.Failed;
                if (failed) {
                    shown.good = Optional.of(false);
                    shown.facts.put(FAULT, finding.detail());
                } else if (finding instanceof Finding.Proved && shown.good.isEmpty()) {
                    shown.good = Optional.of(true);
                }
            }
        }
    }

    private void facts(Proof proof) {
        at(Step.OWNER).facts.put("owner", proof.identity().owner());
        at(Step.NODE_KEY).facts.put("node", proof.identity().node().toHex());
        at(Step.NODE_KEY)
                .facts
                .put("key protection", proof.identity().assurance().label());
        at(Step.WITNESSES)
                .facts
                .put("cosignatures", String.valueOf(proof.cosignatures().size()));
        try {
            Statement statement = Statement.decode(proof.statement());
            at(Step.STATEMENT).facts.put("model", statement.model());
            at(Step.STATEMENT).facts.put("package", statement.modelPackage().toHex());
            at(Step.STATEMENT).facts.put("engine", statement.engine());
            at(Step.STATEMENT).facts.put("device", statement.device());
            at(Step.STATEMENT)
                    .facts
                    .put("time", Instant.ofEpochMilli(statement.timeMillis()).toString());
            Receipt receipt = Receipt.decode(proof.receipt(), proof.statement());
            at(Step.HEAD).facts.put("root", receipt.head().root().toHex());
            at(Step.HEAD).facts.put("statements", String.valueOf(receipt.head().size()));
            at(Step.HEAD)
                    .facts
                    .put(
                            "signed",
                            Instant.ofEpochMilli(receipt.head().timeMillis()).toString());
            at(Step.INCLUSION)
                    .facts
                    .put("number", String.valueOf(receipt.proof().leafIndex()));
        } catch (MalformedException e) {
            at(Step.STATEMENT).facts.putIfAbsent(FAULT, e.getMessage());
        }
        proof.outputs()
                .forEach((name, tensor) -> at(Step.OUTPUT).facts.put(name, tensor.type() + " " + tensor.shape()));
    }
}
