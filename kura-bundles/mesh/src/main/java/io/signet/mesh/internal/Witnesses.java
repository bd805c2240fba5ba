package io.signet.mesh.internal;

import io.signet.mesh.MeshEvent;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.Witnessing;
import io.signet.statement.Cosignature;
import io.signet.statement.Equivocation;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the heads of this node's log cosigned by witnesses, and learns from them if the log was set back. Touched by the
 * mesh's agent only, but for completions.
 */
final class Witnesses {
    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    /** A head that no answer came with for so long is shown to the witnesses nevertheless. */
    private static final long CATCH_UP_AFTER_MS = 1_000;
    /**
     * A node that was just started waits so long for the word of its witnesses, and of those that would come next, on its
     * log, then serves without: some of them may have been set back together with the node, or never have seen its log.
     */
    private static final long CONFIRMATION_WAIT_MS = 2_000;
    /** So many more than usual are asked by a node that was just started. */
    private static final int CONFIRMATION_SPARE = 3;

    private final PeerParts parts;
    private final Witnessing witnessing;
    private final WitnessPlan plan;
    private final Trust trust;
    private final WitnessRounds rounds = new WitnessRounds();
    private final WitnessQuestions questions;
    private final ChosenWitnesses witnesses;

    private long connectedMillis = Long.MAX_VALUE / 2;
    /** The last head that was noticed, by its time, and when that was. */
    private long noticedHeadMillis = -1;

    private long noticedMillis;
    private boolean confirmed;
    private Optional<String> setBack = Optional.empty();

    Witnesses(PeerParts parts, Witnessing witnessing, WitnessPlan plan, Trust trust, Runnable wake) {
        this.parts = parts;
        this.witnessing = witnessing;
        this.plan = plan;
        this.trust = trust;
        this.questions = new WitnessQuestions(parts, witnessing, rounds, this::wasSetBack, wake);
        this.witnesses = new ChosenWitnesses(parts, plan);
        this.confirmed = plan.count() == 0;
    }

    /** A connection was made: the witnesses may be asked. */
    void connected() {
        connectedMillis = Math.min(connectedMillis, now());
        witnesses.known().forEach(AskedWitness::lost);
        questions.lost();
    }

    private long now() {
        return parts.clock().monotonicMillis();
    }

    /** Why this node's log is of no use any more, if so. */
    Optional<String> setBack() {
        return setBack;
    }

    /** False until the witnesses have confirmed that the log was not set back, or did not for too long. */
    boolean ready() {
        return confirmed || now() - connectedMillis >= CONFIRMATION_WAIT_MS;
    }

    /** Asks for cosignatures of {@code head}, unless that was done before. */
    void begin(TreeHead head) {
        if (plan.count() == 0 || setBack.isPresent() || !rounds.start(head)) {
            return;
        }
        if (parts.transport().connected()) {
            choose();
            for (AskedWitness witness : witnesses.chosen()) {
                questions.ask(witness, head);
            }
        }
    }

    /** True if there is nothing to wait for any more. */
    boolean settled(TreeHead head) {
        return rounds.settled(head);
    }

    /** The cosignatures that came. */
    List<Cosignature> cosignatures(TreeHead head) {
        return rounds.cosignatures(head);
    }

    private void choose() {
        witnesses.choose(confirmed ? plan.count() : plan.count() + CONFIRMATION_SPARE, now());
    }

    /** Takes a reply, whose envelope is open but not checked. */
    void take(Envelope.Unchecked opened) throws Dropped {
        WitnessReply reply = Fields.orDrop(() -> WitnessReply.readFrom(opened.body()));
        parts.requireMine(reply.recipient(), "a witness reply");
        WitnessQuestions.Question question = questions.find(reply.nonce(), opened.sender());
        IdentityRegistry.Known sender = parts.requireSigned(opened, reply.identity());
        questions.end(reply.nonce());
        heard(question, sender, reply.answer());
        questions.askNext(question.witness());
    }

    private void heard(WitnessQuestions.Question question, IdentityRegistry.Known sender, WitnessReply.Answer answer) {
        if (answer instanceof WitnessReply.Cosigned cosigned) {
            cosigned(question, sender, cosigned);
        } else if (answer instanceof WitnessReply.Behind behind) {
            behind(question, behind.last());
        } else if (answer instanceof WitnessReply.Forked forked) {
            forked(question, forked.proof());
        } else if (answer instanceof WitnessReply.Refused refused) {
            failed(question.witness(), "it refuses: " + refused.reason());
        }
    }

    private void cosigned(
            WitnessQuestions.Question question, IdentityRegistry.Known sender, WitnessReply.Cosigned cosigned) {
        Cosignature cosignature;
        try {
            cosignature = Cosignature.of(sender.chain(), sender.session(), cosigned.message());
        } catch (MalformedException e) {
            failed(question.witness(), "its cosignature is malformed: " + e.getMessage());
            return;
        }
        Optional<String> wrong = trust.verifier()
                .checkCosignature(cosignature, question.head(), parts.clock().wallMillis());
        if (wrong.isPresent()) {
            failed(question.witness(), "its cosignature does not count: " + wrong.get());
            return;
        }
        if (!question.witness().isGood()) {
            witnesses.recovered();
        }
        question.witness().cosigned(question.head(), question.generation());
        if (!confirmed && witnesses.chosen().size() >= plan.count() && witnesses.allHaveCosigned()) {
            confirm();
        }
        rounds.cosigned(question.head(), cosignature);
        witnessing.cosigned(question.head(), cosignature);
        parts.counters().cosignaturesReceived.increment();
    }

    private void confirm() {
        confirmed = true;
        witnesses.keep(plan.count());
    }

    /** The witness saw something else last than this node believed: another path leads from there, unless it can't. */
    private void behind(WitnessQuestions.Question question, TreeHead last) {
        AskedWitness witness = question.witness();
        if (!last.node().equals(parts.self().node())
                || !last.signedBy(parts.self().current().chain().identityKey())) {
            failed(witness, "it shows a head that this node did not sign");
            return;
        }
        TreeHead own = witnessing.head();
        if (last.size() > own.size()
                || (last.size() == own.size() && !last.root().equals(own.root()))) {
            wasSetBack("witness " + witness.node() + " shows a log of " + last.size()
                    + " statements that this node signed, but it has " + own.size()
                    + ": its log was set back to an earlier state, or another node has the same key");
            return;
        }
        if (!question.isCurrent()) {
            return; // one of several that were on their way, and are asked for again
        }
        List<TreeHead> again = new ArrayList<>();
        again.add(question.head());
        again.addAll(questions.alongside(question));
        if (!witness.resync(last, again)) {
            failed(witness, "it saw something else each time");
        }
    }

    private void forked(WitnessQuestions.Question question, Equivocation proof) {
        if (proof.node().equals(parts.self().node()) && proof.holds()) {
            wasSetBack(
                    proof.describe() + ": its log was set back to an earlier state, or another node has the same key");
        } else {
            failed(question.witness(), "it says that this node's log forked, and does not prove it");
        }
    }

    private void failed(AskedWitness witness, String why) {
        long now = now();
        if (!witness.rests(now)) {
            LOG.warn("witness {} is of no use for a while: {}", witness.node(), why);
        }
        witness.fail(now);
        rounds.passedAll(witness.node());
    }

    /** Ends this node's work for others: whatever it signed now would be a second history. */
    void wasSetBack(String reason) {
        if (setBack.isEmpty()) {
            setBack = Optional.of(reason);
            LOG.error("{}; this node takes no more work", reason);
            witnessing.setBack(reason);
            rounds.clear();
            questions.stop();
            parts.events().accept(new MeshEvent.LogSetBack(reason));
        }
    }

    /** Does what is due; returns how much it did. */
    int tick() {
        int work = 0;
        if (!confirmed && ready()) {
            confirm();
        }
        work += questions.tick();
        work += expire();
        if (plan.count() > 0 && setBack.isEmpty() && parts.transport().connected()) {
            choose();
            work += catchUp();
        }
        return work;
    }

    private int expire() {
        List<WitnessQuestions.Question> expired = questions.takeExpired();
        for (WitnessQuestions.Question question : expired) {
            if (question.isCurrent()) {
                failed(question.witness(), "no reply for " + WitnessQuestions.REPLY_PATIENCE_MS + " ms");
            }
        }
        return expired.size();
    }

    private int catchUp() {
        int asked = 0;
        TreeHead own = witnessing.head();
        if (own.timeMillis() != noticedHeadMillis) {
            noticedHeadMillis = own.timeMillis();
            noticedMillis = now();
        }
        for (AskedWitness witness : witnesses.chosen()) {
            if (lags(witness, own) && now() >= catchUpMillis(witness)) {
                questions.ask(witness, own);
                asked++;
            }
        }
        for (AskedWitness witness : witnesses.known()) {
            if (!witness.isGood() && witness.isIdle() && !witness.rests(now())) {
                witness.queue(own); // no answer waits for it: it may still be away
                questions.askNext(witness);
                asked++;
            }
        }
        return asked;
    }

    /** Not while answers come with heads, in order; but at once after the start. */
    private long catchUpMillis(AskedWitness witness) {
        long idleSince = confirmed ? Math.max(noticedMillis, witness.askedMillis()) : witness.askedMillis();
        return idleSince + CATCH_UP_AFTER_MS;
    }

    private boolean lags(AskedWitness witness, TreeHead own) {
        return witness.isIdle() && !witness.rests(now()) && !witness.hasCosigned(own);
    }

    /** When {@link #tick} has something to do if no message comes. */
    long dueMillis() {
        if (plan.count() == 0 || setBack.isPresent() || !parts.transport().connected()) {
            return Long.MAX_VALUE;
        }
        long due = Math.min(questions.dueMillis(), witnesses.dueMillis());
        if (!confirmed && !ready()) {
            due = Math.min(due, connectedMillis + CONFIRMATION_WAIT_MS);
        }
        TreeHead own = witnessing.head();
        for (AskedWitness witness : witnesses.chosen()) {
            if (lags(witness, own)) {
                due = Math.min(due, catchUpMillis(witness));
            }
        }
        for (AskedWitness witness : witnesses.known()) {
            if (!witness.isGood() && witness.isIdle()) {
                due = Math.min(due, witness.restUntilMillis());
            }
        }
        return due;
    }
}
