package io.signet.attestation.internal;

import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.Sighting;
import io.signet.statement.TreeHead;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last head of each log that a witness signed for, and the proofs of forks that it knows, in a {@link WitnessJournal}.
 * What {@link #look} decides counts for what it decides next, but is durable only after {@link #commit}, and forgotten by
 * {@link #rollBack}. Logs are never forgotten otherwise, since a log seen for the first time may have any head: when there
 * is no room for another log, that is refused. Not thread-safe.
 *
 * <p>A batch of the journal is the array of three arrays of byte strings: heads, forks that this witness found, forks that
 * it heard of.
 */
public final class WitnessMemory implements AutoCloseable {
    /** Most forks that are kept, each of at most {@link Equivocation#SIZE_BYTES_MAX}. */
    static final int FORKS_MAX = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(WitnessMemory.class);
    /** Records of one batch: below its limit, with the largest of each. */
    private static final int HEADS_PER_BATCH = 1024;

    private static final int FORKS_PER_BATCH = 16;
    /** The journal is rewritten when it is so many times as large as what it still says, and this large at all. */
    private static final int GARBAGE_FACTOR = 4;

    private static final long REWRITE_SIZE_BYTES_MIN = 1 << 16;

    private final Storage.Claim claim;
    private final WitnessJournal journal;
    private final int logsMax;
    private final Map<NodeId, TreeHead> heads = new LinkedHashMap<>();
    private final Map<NodeId, Fork> forks = new LinkedHashMap<>();
    private final Map<NodeId, TreeHead> stagedHeads = new LinkedHashMap<>();
    private final Map<NodeId, Fork> stagedForks = new LinkedHashMap<>();

    private record Fork(Equivocation proof, boolean found) {}

    private WitnessMemory(Storage.Claim claim, WitnessJournal journal, int logsMax, Contents contents) {
        this.claim = claim;
        this.journal = journal;
        this.logsMax = logsMax;
        heads.putAll(contents.heads);
        forks.putAll(contents.forks);
    }

    /**
     * Opens the memory in {@code storage}, which this claims, or begins one.
     *
     * @param logsMax how many logs there is room for, if there are not more already
     * @throws IOException if the storage fails, is in use or damaged
     */
    public static WitnessMemory open(Storage storage, RandomGenerator random, int logsMax) throws IOException {
        try (Opening opening = new Opening()) {
            Storage.Claim claim = storage.claim();
            opening.add(claim::close);
            Contents contents = new Contents();
            WitnessJournal journal = WitnessJournal.open(storage, random, contents::add);
            opening.add(journal::close);
            if (contents.malformed) {
                throw WitnessJournal.damaged(0);
            }
            opening.done();
            return new WitnessMemory(claim, journal, logsMax, contents);
        }
    }

    /** What the journal says, batch by batch. */
    private static final class Contents {
        private final Map<NodeId, TreeHead> heads = new LinkedHashMap<>();
        private final Map<NodeId, Fork> forks = new LinkedHashMap<>();
        private boolean malformed;

        void add(Bytes batch) {
            try {
                CborReader reader = new CborReader(batch);
                reader.readArray(3);
                for (int left = reader.readArraySize(); left > 0; left--) {
                    TreeHead head = TreeHead.decode(reader.readBytes(TreeHead.SIZE_BYTES_MAX));
                    heads.put(head.node(), head);
                }
                addForks(reader, true);
                addForks(reader, false);
                reader.expectEnd();
            } catch (MalformedException notWrittenByThisClass) {
                malformed = true;
            }
        }

        private void addForks(CborReader reader, boolean found) throws MalformedException {
            for (int left = reader.readArraySize(); left > 0; left--) {
                Equivocation proof = Equivocation.decode(reader.readBytes(Equivocation.SIZE_BYTES_MAX));
                forks.put(proof.node(), new Fork(proof, found));
            }
        }
    }

    private long logs() {
        return heads.size()
                + stagedHeads.keySet().stream()
                        .filter(log -> !heads.containsKey(log))
                        .count();
    }

    /** What this witness makes of a head; see {@link Sighting#of}. */
    public Sighting look(IdentityChain identity, TreeHead head, Optional<PrefixProof> path) {
        NodeId log = identity.node();
        Fork known = stagedForks.getOrDefault(log, forks.get(log));
        if (known != null) {
            return new Sighting.Forked(known.proof);
        }
        Optional<TreeHead> last = Optional.ofNullable(stagedHeads.getOrDefault(log, heads.get(log)));
        Sighting sighting = Sighting.of(identity, head, path, last);
        if (sighting instanceof Sighting.Forked forked) {
            keep(forked.proof(), true);
        } else if (sighting instanceof Sighting.Extends) {
            if (last.isEmpty() && logs() >= logsMax) {
                return new Sighting.Refused("this witness has no room for more than " + logsMax + " logs");
            }
            if (last.isEmpty() || last.get().size() != head.size()) {
                stagedHeads.put(log, head);
            }
        }
        return sighting;
    }

    /** Remembers a fork that was proved to this witness; the first proof of a node's counts. */
    public void keep(Equivocation proof, boolean found) {
        if (forks.containsKey(proof.node()) || stagedForks.containsKey(proof.node())) {
            return;
        }
        if (forks.size() + stagedForks.size() >= FORKS_MAX) {
            LOG.error("more than {} nodes have forked logs; that of {} is not kept", FORKS_MAX, proof.node());
            return;
        }
        stagedForks.put(proof.node(), new Fork(proof, found));
    }

    /**
     * Makes durable what was decided since the last time.
     *
     * @throws IOException if the storage fails: nobody may be told of what was decided; roll back
     */
    public void commit() throws IOException {
        if (stagedHeads.isEmpty() && stagedForks.isEmpty()) {
            return;
        }
        for (Bytes batch : batches(stagedHeads, stagedForks)) {
            journal.append(batch);
        }
        heads.putAll(stagedHeads);
        forks.putAll(stagedForks);
        rollBack();
        rewriteIfWorthwhile();
    }

    /** Forgets what was decided since the last commit. */
    public void rollBack() {
        stagedHeads.clear();
        stagedForks.clear();
    }

    private void rewriteIfWorthwhile() {
        long live = (long) heads.size() * TreeHead.SIZE_BYTES_MAX
                + forks.values().stream()
                        .mapToLong(f -> f.proof.encode().size())
                        .sum();
        if (journal.sizeBytes() > Math.max(REWRITE_SIZE_BYTES_MIN, GARBAGE_FACTOR * live)) {
            try {
                journal.rewrite(batches(heads, forks));
            } catch (IOException e) { // what was committed is durable nevertheless
                LOG.warn("the witness's memory could not be rewritten in less room: {}", e.getMessage());
            }
        }
    }

    private static List<Bytes> batches(Map<NodeId, TreeHead> heads, Map<NodeId, Fork> forks) {
        List<TreeHead> allHeads = List.copyOf(heads.values());
        List<Fork> allForks = List.copyOf(forks.values());
        List<Bytes> batches = new ArrayList<>();
        int head = 0;
        int fork = 0;
        while (head < allHeads.size() || fork < allForks.size()) {
            int headsEnd = Math.min(head + HEADS_PER_BATCH, allHeads.size());
            int forksEnd = Math.min(fork + FORKS_PER_BATCH, allForks.size());
            batches.add(batch(allHeads.subList(head, headsEnd), allForks.subList(fork, forksEnd)));
            head = headsEnd;
            fork = forksEnd;
        }
        return batches;
    }

    private static Bytes batch(List<TreeHead> heads, List<Fork> forks) {
        CborWriter writer = new CborWriter(8192).startArray(3);
        write(writer, heads.stream().map(TreeHead::encode).toList());
        write(writer, encoded(forks.stream().filter(Fork::found)));
        write(writer, encoded(forks.stream().filter(fork -> !fork.found)));
        return writer.toBytes();
    }

    private static List<Bytes> encoded(Stream<Fork> forks) {
        return forks.map(fork -> fork.proof.encode()).toList();
    }

    private static void write(CborWriter writer, List<Bytes> records) {
        writer.startArray(records.size());
        records.forEach(writer::writeBytes);
    }

    /** The proofs of all forks known, the latest last. */
    public List<Equivocation> forks() {
        return forks.values().stream().map(Fork::proof).toList();
    }

    /** The proofs of forks that this witness found itself, the latest last. */
    public List<Equivocation> found() {
        return forks.values().stream().filter(Fork::found).map(Fork::proof).toList();
    }

    @Override
    public void close() throws IOException {
        try (claim) {
            journal.close();
        }
    }
}
