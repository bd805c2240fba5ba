package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Witnessing;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.PrefixProof;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The requests to witnesses that are under way: each is for a head, with a path from what the witness saw last. Touched by
 * the mesh's agent only, but for completions.
 */
final class WitnessQuestions {
    /** A witness that did not reply for so long is left alone for a while. */
    static final long REPLY_PATIENCE_MS = 1_000;

    private final PeerParts parts;
    private final Witnessing witnessing;
    private final WitnessRounds rounds;
    private final Consumer<String> setBack;
    private final Runnable wake;
    /** By nonce, the oldest first. Bounded: each witness has few under way. */
    private final Map<Nonce, Question> open = new LinkedHashMap<>();
    /** Proofs that were asked of the log and are made now. Bounded as {@link #open} is. */
    private final Queue<Runnable> made = new ConcurrentLinkedQueue<>();

    private boolean stopped;

    record Question(AskedWitness witness, int generation, TreeHead head, long sentMillis) {
        /** False if what the witness was believed to have seen turned out wrong since. */
        boolean isCurrent() {
            return generation == witness.generation();
        }
    }

    /** @param setBack is told why this node's log is another than it signed before */
    WitnessQuestions(
            PeerParts parts, Witnessing witnessing, WitnessRounds rounds, Consumer<String> setBack, Runnable wake) {
        this.parts = parts;
        this.witnessing = witnessing;
        this.rounds = rounds;
        this.setBack = setBack;
        this.wake = wake;
    }

    /** Sends no more. */
    void stop() {
        stopped = true;
    }

    /** Whatever is under way may be lost. */
    void lost() {
        for (Question question : open.values()) {
            question.witness().ended();
            rounds.passed(question.head(), question.witness().node());
        }
        open.clear();
    }

    /** Asks {@code witness} for {@code head}, once it is its turn. */
    void ask(AskedWitness witness, TreeHead head) {
        rounds.asked(head, witness.node());
        witness.queue(head).ifPresent(givenUp -> rounds.passed(givenUp, witness.node()));
        askNext(witness);
    }

    /** Asks for what waits, as far as there is room. */
    void askNext(AskedWitness witness) {
        if (stopped) {
            return;
        }
        for (Optional<TreeHead> next = witness.takeNext(); next.isPresent(); next = witness.takeNext()) {
            request(witness, next.get());
        }
    }

    private void request(AskedWitness witness, TreeHead head) {
        Optional<TreeHead> base = witness.base();
        if (base.isPresent() && base.get().size() > head.size()) {
            rounds.passed(head, witness.node()); // it was asked for a later head already
            return;
        }
        witness.asked(head, now());
        if (base.isEmpty() || base.get().size() == 0 || base.get().size() == head.size()) {
            send(witness, head, Optional.empty());
            return;
        }
        int generation = witness.generation();
        var unused = witnessing.consistency(base.get().size(), head.size()).thenAccept(proof -> {
            made.add(() -> prove(witness, generation, base.get(), head, proof));
            wake.run();
        });
    }

    /** Sends what waited for proofs; returns how much it did. */
    int tick() {
        int work = 0;
        for (Runnable next = made.poll(); next != null; next = made.poll()) {
            next.run();
            work++;
        }
        return work;
    }

    private void prove(
            AskedWitness witness, int generation, TreeHead base, TreeHead head, Optional<ConsistencyProof> proof) {
        if (stopped || generation != witness.generation()) {
            witness.ended();
            rounds.passed(head, witness.node());
            return;
        }
        if (proof.isEmpty()) {
            abandon(witness, head);
            return;
        }
        PrefixProof path = PrefixProof.of(proof.get(), base.root());
        if (!path.roots().equals(new PrefixProof.Roots(base.root(), head.root()))) {
            abandon(witness, head);
            setBack.accept(
                    "this node signed another log of " + base.size() + " statements before: its log was set back to an"
                            + " earlier state, or another node has the same key");
            return;
        }
        send(witness, head, Optional.of(path));
    }

    private void send(AskedWitness witness, TreeHead head, Optional<PrefixProof> path) {
        Nonce nonce = Nonce.draw(parts.random());
        WitnessRequest request = new WitnessRequest(
                witness.node(), nonce, head, path, parts.self().notice());
        boolean taken = parts.transport()
                .publish(new Outgoing(
                        parts.topics().witness(witness.node()),
                        parts.seal(MessageType.WITNESS_REQUEST, WitnessRequest.KEYS, request::writeTo),
                        false,
                        Optional.empty(),
                        nonce.value(),
                        parts.limits().clockSkewMax()));
        if (taken) {
            open.put(nonce, new Question(witness, witness.generation(), head, now()));
        } else {
            abandon(witness, head);
        }
    }

    private void abandon(AskedWitness witness, TreeHead head) {
        witness.ended();
        witness.lost();
        rounds.passed(head, witness.node());
    }

    /** The question that {@code node} may reply to with {@code nonce}. */
    Question find(Nonce nonce, NodeId node) throws Dropped {
        Question question = open.get(nonce);
        if (question == null || !question.witness().node().equals(node)) {
            throw new Dropped(DropReason.UNEXPECTED, "a witness reply to nothing that was asked");
        }
        return question;
    }

    /** A reply came. */
    void end(Nonce nonce) {
        open.remove(nonce).witness().ended();
    }

    /** Heads that {@code witness} was asked for since the same moment as with {@code question}. */
    List<TreeHead> alongside(Question question) {
        return open.values().stream()
                .filter(q -> q.witness() == question.witness() && q.generation() == question.generation())
                .map(Question::head)
                .toList();
    }

    /** Takes those that had no reply for too long. */
    List<Question> takeExpired() {
        List<Question> expired = new ArrayList<>();
        Iterator<Question> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Question question = oldest.next();
            if (now() - question.sentMillis() < REPLY_PATIENCE_MS) {
                break;
            }
            oldest.remove();
            question.witness().ended();
            expired.add(question);
        }
        return expired;
    }

    /** When the next one expires. */
    long dueMillis() {
        Iterator<Question> oldest = open.values().iterator();
        return oldest.hasNext() ? oldest.next().sentMillis() + REPLY_PATIENCE_MS : Long.MAX_VALUE;
    }

    private long now() {
        return parts.clock().monotonicMillis();
    }
}
