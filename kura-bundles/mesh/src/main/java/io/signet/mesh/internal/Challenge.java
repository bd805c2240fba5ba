package io.signet.mesh.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.evidence.ChipBinding;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.tpm.MakeCredential;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One challenge of one node: first for fresh evidence, then, if that has a TPM's part and holds, for the secret that only the
 * TPM with these keys can find. Touched by the mesh's agent only.
 */
final class Challenge {
    /** A node that is not known yet is looked for so often. */
    private static final long LOOK_EVERY_MS = 20;

    private final PeerParts parts;
    private final EvidenceExchange exchange;
    private final Trust trust;
    private final NodeId node;
    private final long deadlineMillis;
    private final CompletableFuture<ChallengeResult> result;
    private Bytes nonce = Bytes.EMPTY;
    private Optional<Shown> shown = Optional.empty();
    private boolean asking;
    private long askAtMillis = Long.MIN_VALUE;
    private String last = "";

    /** Evidence that holds, and the challenge of its TPM. */
    private record Shown(IdentityRegistry.Known sender, Bytes encoded, Evidence evidence, MakeCredential.Made made) {}

    Challenge(
            PeerParts parts,
            EvidenceExchange exchange,
            Trust trust,
            NodeId node,
            long deadlineMillis,
            CompletableFuture<ChallengeResult> result) {
        this.parts = parts;
        this.exchange = exchange;
        this.trust = trust;
        this.node = node;
        this.deadlineMillis = deadlineMillis;
        this.result = result;
    }

    boolean isDone() {
        return result.isDone();
    }

    void fail(String reason) {
        result.complete(new ChallengeResult.Failed(reason));
    }

    /** Asks what is to be asked now; returns how much it did. */
    int tick() {
        long now = parts.clock().monotonicMillis();
        if (now >= deadlineMillis) {
            fail(lateReason());
            return 1;
        }
        if (asking || now < askAtMillis || !parts.transport().connected()) {
            return 0;
        }
        Optional<IdentityRegistry.Known> known = parts.identities().find(node);
        if (known.isEmpty()) {
            return 0; // its identity may be on its way
        }
        if (nonce.size() == 0) {
            nonce = Bytes.random(parts.random(), EvidenceQuestion.NONCE_SIZE_BYTES);
        }
        EvidenceQuestion question = shown.<EvidenceQuestion>map(
                        s -> new EvidenceQuestion.Activate(s.made().challenge()))
                .orElseGet(() -> new EvidenceQuestion.Fresh(nonce));
        asking = exchange.ask(known.get(), question, deadlineMillis, this::heard);
        return asking ? 1 : 0;
    }

    private String lateReason() {
        if (!last.isEmpty()) {
            return "node " + node + " " + last;
        }
        if (!parts.transport().connected()) {
            return "no broker is connected";
        }
        if (parts.identities().find(node).isEmpty()) {
            return "node " + node + " is not known in mesh '" + parts.topics().mesh()
                    + "': it is not online, or the trust policy does not accept its certificate";
        }
        return "node " + node + " did not answer in time: it is gone, or shows no evidence";
    }

    private void heard(Optional<EvidenceExchange.Reply> reply) {
        asking = false;
        if (reply.isEmpty()) {
            fail(lateReason());
            return;
        }
        EvidenceAnswer answer = reply.get().answer();
        if (answer instanceof EvidenceAnswer.Busy busy) {
            long now = parts.clock().monotonicMillis();
            last = "is busy: others ask for evidence, too; ask again in " + (busy.againMillis() + 999) / 1000 + " s";
            if (now + busy.againMillis() >= deadlineMillis) {
                fail("node " + node + " " + last);
            }
            askAtMillis = now + busy.againMillis();
        } else if (shown.isPresent()) {
            activated(shown.get(), answer);
        } else if (answer instanceof EvidenceAnswer.Shown evidence) {
            shown(reply.get().sender(), evidence.evidence());
        } else if (answer instanceof EvidenceAnswer.Unable unable) {
            fail("node " + node + " says that it can give no evidence now: " + unable.reason());
        } else {
            fail("node " + node + " answers what it was not asked");
        }
    }

    private void shown(IdentityRegistry.Known sender, Bytes encoded) {
        Evidence evidence;
        try {
            evidence = Evidence.decode(encoded);
        } catch (MalformedException e) {
            fail("node " + node + " sends what is no evidence: " + e.getMessage());
            return;
        }
        EvidenceVerdict verdict = verdict(sender, encoded, ChipBinding.NONE);
        boolean broken = verdict instanceof EvidenceVerdict.Refused refused
                && refused.reason() != EvidenceVerdict.Reason.ASSURANCE_TOO_LOW; // a challenge may show more
        if (broken || evidence.claims().tpm().isEmpty()) {
            end(sender, evidence, verdict, Optional.empty());
            return;
        }
        Optional<MakeCredential.Made> made = evidence.claims().tpm().get().challenge(parts.random());
        if (made.isEmpty()) {
            end(
                    sender,
                    evidence,
                    verdict(sender, encoded, ChipBinding.DISPROVED),
                    Optional.of("its endorsement key can open no challenges"));
            return;
        }
        shown = Optional.of(new Shown(sender, encoded, evidence, made.get()));
    }

    private void activated(Shown before, EvidenceAnswer answer) {
        boolean opened = answer instanceof EvidenceAnswer.Secret secret
                && secret.secret().equals(before.made().secret());
        Optional<String> objection = answer instanceof EvidenceAnswer.Unable unable
                ? Optional.of(unable.reason())
                : Optional.of("it found another secret").filter(why -> !opened);
        ChipBinding binding = opened ? ChipBinding.CHALLENGE : ChipBinding.DISPROVED;
        end(before.sender(), before.evidence(), verdict(before.sender(), before.encoded(), binding), objection);
    }

    private EvidenceVerdict verdict(IdentityRegistry.Known sender, Bytes encoded, ChipBinding binding) {
        EvidenceExpectation expected = EvidenceExpectation.of(
                        sender.chain().identityKey(), parts.clock().wallMillis())
                .withNonce(nonce)
                .withBinding(binding);
        return trust.verifier().checkEvidence(sender.chain(), encoded, expected);
    }

    private void end(
            IdentityRegistry.Known sender, Evidence evidence, EvidenceVerdict verdict, Optional<String> objection) {
        result.complete(new ChallengeResult.Answered(sender.chain(), evidence, verdict, objection));
    }

    /** When {@link #tick} has something to do if no message comes. */
    long dueMillis() {
        return asking
                ? deadlineMillis
                : Math.min(deadlineMillis, Math.max(askAtMillis, parts.clock().monotonicMillis() + LOOK_EVERY_MS));
    }
}
