package io.signet.mesh.internal;

import io.signet.mesh.DropReason;
import io.signet.mesh.MeshEvent;
import io.signet.mesh.WitnessPlan;
import io.signet.mesh.spi.Outgoing;
import io.signet.mesh.spi.Witnessing;
import io.signet.statement.Cosignature;
import io.signet.statement.Digest;
import io.signet.statement.Equivocation;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.TreeHead;
import io.signet.statement.Verifier;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the heads of this node's log cosigned by witnesses, and learns from them if the log was set back. Touched by the
 * mesh's agent only, but for completions.
 */
final class Witnesses {
    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);
    /** Heads whose cosignatures are kept: those of a second, at the log's fastest. */
    private static final int ROUNDS_MAX = 64;
    /** A witness that did not reply for so long is left alone for a while. */
    private static final long REPLY_PATIENCE_MS = 1_000;
    /** A head that no answer came with for so long is shown to the witnesses nevertheless. */
    private static final long CATCH_UP_AFTER_MS = 1_000;
    /**
     * A node that was just started waits so long for the word of its witnesses, and of those that would come next, on its
     * log, then serves without: some of them may have been set back together with the node, or never have seen its log.
     */
    private static final long CONFIRMATION_WAIT_MS = 2_000;
    /** Nodes remembered that were asked or are: those that failed are tried again. */
    private static final int KNOWN_MAX = 32;
    /** So many more than usual are asked by a node that was just started. */
    private static final int CONFIRMATION_SPARE = 3;
    /** Witnesses are chosen anew at most so often. */
    private static final long CHOICE_EVERY_MS = 1_000;

    private final PeerParts parts;
    private final Witnessing witnessing;
    private final WitnessPlan plan;
    private final Verifier verifier;
    private final WitnessChoice choice;
    private final Runnable wake;
    private final Map<NodeId, AskedWitness> known = new LinkedHashMap<>();
    private final Map<Key, WitnessRound> rounds = new LinkedHashMap<>();
    /** By nonce, the oldest first. Bounded: each witness has few under way. */
    private final Map<Nonce, Request> requests = new LinkedHashMap<>();
    /** Proofs that were asked of the log and are made now. Bounded as {@link #requests} is. */
    private final Queue<Runnable> made = new ConcurrentLinkedQueue<>();

    private List<AskedWitness> chosen = List.of();
    private long chosenMillis = Long.MIN_VALUE / 2;
    private long chosenOfPopulation = -1;
    /** Whether one that had failed is good again: it may be a preferred one. */
    private boolean recovered;

    private long connectedMillis = Long.MAX_VALUE / 2;
    /** The last head that was noticed, by its time, and when that was. */
    private long noticedHeadMillis = -1;

    private long noticedMillis;
    private boolean confirmed;
    private Optional<String> setBack = Optional.empty();

    private record Key(long size, Digest root) {
        static Key of(TreeHead head) {
            return new Key(head.size(), head.root());
        }
    }

    private record Request(AskedWitness witness, int generation, TreeHead head, long sentMillis) {}

    Witnesses(PeerParts parts, Witnessing witnessing, WitnessPlan plan, Verifier verifier, Runnable wake) {
        this.parts = parts;
        this.witnessing = witnessing;
        this.plan = plan;
        this.verifier = verifier;
        this.choice = new WitnessChoice(parts.self().node(), plan, parts.membership());
        this.wake = wake;
        this.confirmed = plan.count() == 0;
    }

    /** A connection was made: the witnesses may be asked. */
    void connected() {
        connectedMillis = Math.min(connectedMillis, now());
        known.values().forEach(AskedWitness::lost);
        for (Request request : requests.values()) {
            request.witness().ended();
            passed(request.witness(), request.head());
        }
        requests.clear();
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
        Key key = Key.of(head);
        if (plan.count() == 0 || setBack.isPresent() || rounds.containsKey(key)) {
            return;
        }
        WitnessRound round = new WitnessRound();
        rounds.put(key, round);
        if (rounds.size() > ROUNDS_MAX) {
            Iterator<Key> oldest = rounds.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        if (parts.transport().connected()) {
            choose();
            for (AskedWitness witness : chosen) {
                ask(witness, head);
            }
        }
    }

    /** True if there is nothing to wait for any more. */
    boolean settled(TreeHead head) {
        WitnessRound round = rounds.get(Key.of(head));
        return round == null || round.settled();
    }

    /** The cosignatures that came. */
    List<Cosignature> cosignatures(TreeHead head) {
        WitnessRound round = rounds.get(Key.of(head));
        return round == null ? List.of() : round.cosignatures();
    }

    private void choose() {
        long now = now();
        boolean due = now - chosenMillis >= CHOICE_EVERY_MS && (populationChanged() || recovered);
        if (!due && chosen.stream().allMatch(AskedWitness::isGood)) {
            return;
        }
        chosenMillis = now;
        chosenOfPopulation = parts.membership().population();
        recovered = false;
        List<AskedWitness> anew = new ArrayList<>();
        int max = confirmed ? plan.count() : plan.count() + CONFIRMATION_SPARE;
        for (NodeId node :
                choice.choose(max, id -> !known.containsKey(id) || known.get(id).isGood())) {
            anew.add(known.computeIfAbsent(node, AskedWitness::new));
        }
        chosen = anew;
        forget();
    }

    /** Those that are not asked any more; but of those that failed, some are tried again. */
    private void forget() {
        known.values().removeIf(w -> !chosen.contains(w) && w.isIdle() && (w.isGood() || known.size() > KNOWN_MAX));
    }

    private boolean populationChanged() {
        return parts.membership().population() != chosenOfPopulation;
    }

    private void ask(AskedWitness witness, TreeHead head) {
        round(head).ifPresent(round -> round.asked(witness.node()));
        witness.queue(head).ifPresent(givenUp -> passed(witness, givenUp));
        askNext(witness);
    }

    private void askNext(AskedWitness witness) {
        for (Optional<TreeHead> next = witness.takeNext(); next.isPresent(); next = witness.takeNext()) {
            request(witness, next.get());
        }
    }

    private void request(AskedWitness witness, TreeHead head) {
        Optional<TreeHead> base = witness.base();
        if (base.isPresent() && base.get().size() > head.size()) {
            passed(witness, head); // it was asked for a later head already
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

    private void prove(
            AskedWitness witness, int generation, TreeHead base, TreeHead head, Optional<ConsistencyProof> proof) {
        if (setBack.isPresent() || generation != witness.generation()) {
            witness.ended();
            passed(witness, head);
            return;
        }
        if (proof.isEmpty()) {
            abandon(witness, head);
            return;
        }
        PrefixProof path = PrefixProof.of(proof.get(), base.root());
        if (!path.roots().equals(new PrefixProof.Roots(base.root(), head.root()))) {
            abandon(witness, head);
            wasSetBack(
                    "this node signed another log of " + base.size() + " statements before: its log was set back to an"
                            + " earlier state, or another node has the same key");
            return;
        }
        send(witness, head, Optional.of(path));
    }

    private void abandon(AskedWitness witness, TreeHead head) {
        witness.ended();
        witness.lost();
        passed(witness, head);
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
            requests.put(nonce, new Request(witness, witness.generation(), head, now()));
        } else {
            abandon(witness, head);
        }
    }

    private void passed(AskedWitness witness, TreeHead head) {
        WitnessRound round = rounds.get(Key.of(head));
        if (round != null) {
            round.passed(witness.node());
        }
    }

    /** Takes a reply, whose envelope is open but not checked. */
    void take(Envelope.Unchecked opened) throws Dropped {
        WitnessReply reply;
        try {
            reply = WitnessReply.readFrom(opened.body());
        } catch (MalformedException e) {
            throw new Dropped(DropReason.MALFORMED, e.getMessage());
        }
        if (!reply.recipient().equals(parts.self().node())) {
            throw new Dropped(DropReason.WRONG_RECIPIENT, "a witness reply to " + reply.recipient());
        }
        Request request = requests.get(reply.nonce());
        if (request == null || !request.witness().node().equals(opened.sender())) {
            throw new Dropped(DropReason.UNEXPECTED, "a witness reply to nothing that was asked");
        }
        IdentityRegistry.Known sender = parts.identities().learn(reply.identity(), opened.sender());
        IdentityRegistry.check(parts.envelope(), opened, sender);
        requests.remove(reply.nonce());
        request.witness().ended();
        heard(request, sender, reply.answer());
        if (setBack.isEmpty()) {
            askNext(request.witness());
        }
    }

    private Optional<WitnessRound> round(TreeHead head) {
        return Optional.ofNullable(rounds.get(Key.of(head)));
    }

    private void heard(Request request, IdentityRegistry.Known sender, WitnessReply.Answer answer) {
        if (answer instanceof WitnessReply.Cosigned cosigned) {
            cosigned(request, sender, cosigned);
        } else if (answer instanceof WitnessReply.Behind behind) {
            behind(request, behind.last());
        } else if (answer instanceof WitnessReply.Forked forked) {
            forked(request, forked.proof());
        } else if (answer instanceof WitnessReply.Refused refused) {
            failed(request.witness(), "it refuses: " + refused.reason());
        }
    }

    private void cosigned(Request request, IdentityRegistry.Known sender, WitnessReply.Cosigned cosigned) {
        Cosignature cosignature;
        try {
            cosignature = Cosignature.of(sender.chain(), sender.session(), cosigned.message());
        } catch (MalformedException e) {
            failed(request.witness(), "its cosignature is malformed: " + e.getMessage());
            return;
        }
        Optional<String> wrong = verifier.checkCosignature(
                cosignature, request.head(), parts.clock().wallMillis());
        if (wrong.isPresent()) {
            failed(request.witness(), "its cosignature does not count: " + wrong.get());
            return;
        }
        recovered |= !request.witness().isGood();
        request.witness().cosigned(request.head(), request.generation());
        if (!confirmed && chosen.size() >= plan.count() && chosen.stream().allMatch(AskedWitness::hasCosigned)) {
            confirm();
        }
        round(request.head()).ifPresent(round -> round.cosigned(cosignature));
        parts.counters().cosignaturesReceived.increment();
    }

    private void confirm() {
        confirmed = true;
        chosen = chosen.subList(0, Math.min(chosen.size(), plan.count()));
    }

    /** The witness saw something else last than this node believed: another path leads from there, unless it can't. */
    private void behind(Request request, TreeHead last) {
        AskedWitness witness = request.witness();
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
        if (request.generation() != witness.generation()) {
            return; // one of several that were on their way, and are asked for again
        }
        List<TreeHead> again = new ArrayList<>();
        again.add(request.head());
        requests.values().stream()
                .filter(r -> r.witness() == witness && r.generation() == request.generation())
                .forEach(r -> again.add(r.head()));
        if (!witness.resync(last, again)) {
            failed(witness, "it saw something else each time");
        }
    }

    private void forked(Request request, Equivocation proof) {
        if (proof.node().equals(parts.self().node()) && proof.holds()) {
            wasSetBack(
                    proof.describe() + ": its log was set back to an earlier state, or another node has the same key");
        } else {
            failed(request.witness(), "it says that this node's log forked, and does not prove it");
        }
    }

    private void failed(AskedWitness witness, String why) {
        long now = now();
        if (!witness.rests(now)) {
            LOG.warn("witness {} is of no use for a while: {}", witness.node(), why);
        }
        witness.fail(now);
        rounds.values().forEach(round -> round.passed(witness.node()));
    }

    /** Ends this node's work for others: whatever it signed now would be a second history. */
    void wasSetBack(String reason) {
        if (setBack.isEmpty()) {
            setBack = Optional.of(reason);
            LOG.error("{}; this node takes no more work", reason);
            witnessing.setBack(reason);
            rounds.clear();
            parts.events().accept(new MeshEvent.LogSetBack(reason));
        }
    }

    /** Does what is due; returns how much it did. */
    int tick() {
        int work = 0;
        if (!confirmed && ready()) {
            confirm();
        }
        for (Runnable next = made.poll(); next != null; next = made.poll()) {
            next.run();
            work++;
        }
        work += expire();
        if (plan.count() > 0 && setBack.isEmpty() && parts.transport().connected()) {
            choose();
            work += catchUp();
        }
        return work;
    }

    private int expire() {
        int expired = 0;
        Iterator<Request> oldest = requests.values().iterator();
        while (oldest.hasNext()) {
            Request request = oldest.next();
            if (now() - request.sentMillis() < REPLY_PATIENCE_MS) {
                break;
            }
            oldest.remove();
            request.witness().ended();
            if (request.generation() == request.witness().generation()) {
                failed(request.witness(), "no reply for " + REPLY_PATIENCE_MS + " ms");
            }
            expired++;
        }
        return expired;
    }

    private int catchUp() {
        int asked = 0;
        TreeHead own = witnessing.head();
        if (own.timeMillis() != noticedHeadMillis) {
            noticedHeadMillis = own.timeMillis();
            noticedMillis = now();
        }
        for (AskedWitness witness : chosen) {
            if (lags(witness, own) && now() >= catchUpMillis(witness)) {
                ask(witness, own);
                asked++;
            }
        }
        for (AskedWitness witness : known.values()) {
            if (!witness.isGood() && witness.isIdle() && !witness.rests(now())) {
                witness.queue(own); // no answer waits for it: it may still be away
                askNext(witness);
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
        long due = Long.MAX_VALUE;
        Iterator<Request> oldest = requests.values().iterator();
        if (oldest.hasNext()) {
            due = oldest.next().sentMillis() + REPLY_PATIENCE_MS;
        }
        if (!confirmed && !ready()) {
            due = Math.min(due, connectedMillis + CONFIRMATION_WAIT_MS);
        }
        TreeHead own = witnessing.head();
        for (AskedWitness witness : chosen) {
            if (lags(witness, own)) {
                due = Math.min(due, catchUpMillis(witness));
            }
        }
        for (AskedWitness witness : known.values()) {
            if (!witness.isGood() && witness.isIdle()) {
                due = Math.min(due, witness.restUntilMillis());
            }
        }
        return populationChanged() || recovered ? Math.min(due, chosenMillis + CHOICE_EVERY_MS) : due;
    }
}
