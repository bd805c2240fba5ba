package io.signet.statement.tile;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.Statement;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.Frontier;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.merkle.PrefixProof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Follows a log from the last head that was seen: checks that what it shows now is signed and only appends to that, that
 * its tiles give the signed root, and that every new entry is a statement of its node. Takes memory for one tile.
 */
public final class LogAudit {
    /** Faults that are told one by one; more are only counted. */
    public static final int FAULTS_MAX = 20;

    private static final int WIDTH = TileId.WIDTH_MAX;

    private final TiledLog log;
    private final IdentityChain identity;
    private final TreeHead head;
    private final TiledHashes hashes;
    private final LongConsumer progress;
    private final List<Fault> faults = new ArrayList<>();
    private long faultCount;

    private LogAudit(TiledLog log, IdentityChain identity, TreeHead head, LongConsumer progress) {
        this.log = log;
        this.identity = identity;
        this.head = head;
        this.hashes = new TiledHashes(log, head.size());
        this.progress = progress;
    }

    /**
     * Audits.
     *
     * @param identity of the node whose log it should be
     * @param seen the head up to which the log was audited before, of the same node; empty to audit all of it
     * @param progress hears how many entries have been read
     * @throws IOException if the log can't be read
     */
    public static Result run(TiledLog log, IdentityChain identity, Optional<TreeHead> seen, LongConsumer progress)
            throws IOException {
        try {
            return new LogAudit(log, identity, log.head(), progress).run(seen);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Result run(Optional<TreeHead> seen) throws IOException {
        if (!head.signedBy(identity.identityKey())) {
            return new NotSigned(head);
        }
        if (seen.isPresent() && head.size() < seen.get().size()) {
            return new SetBack(head, seen.get());
        }
        if (!MerkleTree.root(hashes, head.size()).equals(head.root())) {
            fault(0, "the log's hashes don't give the root that its node signed");
            return new Faulty(head, 0, faults, faultCount);
        }
        Optional<Equivocation> fork = seen.flatMap(earlier -> fork(hashes, identity, earlier, head));
        if (fork.isPresent()) {
            return new Forked(head, fork.get());
        }
        long from = seen.isPresent() ? seen.get().size() : firstHere();
        readEntries(from);
        return faultCount == 0 ? new Sound(head, from) : new Faulty(head, from, faults, faultCount);
    }

    /**
     * Proves that a log has two histories, if so.
     *
     * @param hashes those of {@code head}'s log
     * @param earlier another head that the node signed, not larger
     */
    static Optional<Equivocation> fork(TiledHashes hashes, IdentityChain identity, TreeHead earlier, TreeHead head) {
        boolean same =
                earlier.size() == 0 || MerkleTree.root(hashes, earlier.size()).equals(earlier.root());
        Optional<PrefixProof> path = same || earlier.size() == head.size()
                ? Optional.empty()
                : Optional.of(PrefixProof.of(hashes, earlier.size(), head.size()));
        return same ? Optional.empty() : Optional.of(new Equivocation(identity, earlier, head, path));
    }

    /** The first entry that was not moved away: the beginning of the log, or of a full tile of level 1. */
    private long firstHere() throws IOException {
        long step = (long) WIDTH * WIDTH;
        long first = 0;
        while (first + step <= head.size() && !isHere(TileId.entries(first / WIDTH))) {
            first += step;
        }
        return first;
    }

    private boolean isHere(TileId tile) throws IOException {
        try {
            return log.tile(tile).size() > 0;
        } catch (TileMissingException e) {
            return false;
        }
    }

    private void readEntries(long from) throws IOException {
        Frontier tree = Frontier.of(hashes, from);
        for (long index = from / WIDTH; index * WIDTH < head.size(); index++) {
            TileId tile = TileId.entries(index).in(head.size());
            List<Bytes> entries = entries(tile);
            for (int i = (int) Math.max(0, from - tile.firstEntry()); i < entries.size(); i++) {
                Digest hash = MerkleTree.leafHash(entries.get(i));
                check(tile.firstEntry() + i, entries.get(i), hash);
                tree.append(hash);
            }
            progress.accept(tree.size() - from);
        }
        if (faultCount == 0 && !tree.root().equals(head.root())) {
            fault(from, "the entries don't give the root that the node signed, though each fits its hash");
        }
    }

    private List<Bytes> entries(TileId tile) throws IOException {
        Bytes content = log.tile(tile);
        try {
            return EntryBundle.decode(content, tile.width()).entries();
        } catch (MalformedException e) {
            List<Bytes> intact = EntryBundle.intact(content, tile.width());
            fault(tile.firstEntry() + intact.size(), tile + " is damaged: " + e.getMessage());
            return intact;
        }
    }

    private void check(long index, Bytes entry, Digest hash) {
        if (!hashes.hash(0, index).equals(hash)) {
            fault(index, "it is another one than its hash is of");
            return;
        }
        try {
            if (!Statement.decode(entry).node().equals(head.node())) {
                fault(index, "it is another node's statement");
            }
        } catch (MalformedException e) {
            fault(index, "it is no statement: " + e.getMessage());
        }
    }

    private void fault(long index, String reason) {
        faultCount++;
        if (faults.size() < FAULTS_MAX) {
            faults.add(new Fault(index, reason));
        }
    }

    /** What came of an audit. */
    public sealed interface Result {
        /** The log's newest head. */
        TreeHead head();
    }

    /**
     * Everything is as it should be.
     *
     * @param from the first entry that was read; those before it were read by an earlier audit, or moved away
     */
    public record Sound(TreeHead head, long from) implements Result {}

    /**
     * Some entries, or hashes, are not what the node signed, or not what belongs into a log.
     *
     * @param from the first entry that was read
     * @param faults the first of them
     * @param count how many there are
     */
    public record Faulty(TreeHead head, long from, List<Fault> faults, long count) implements Result {
        public Faulty {
            faults = List.copyOf(faults);
        }
    }

    /**
     * A fault.
     *
     * @param index of the entry, or the first of those that it is about
     * @param reason what is wrong
     */
    public record Fault(long index, String reason) {}

    /** The head is not signed by the node whose log it should be. */
    public record NotSigned(TreeHead head) implements Result {}

    /**
     * The log is shorter than it was: what the node gave receipts for is missing.
     *
     * @param seen the longer log's head
     */
    public record SetBack(TreeHead head, TreeHead seen) implements Result {}

    /**
     * The node signed two histories.
     *
     * @param proof of it, for anyone
     */
    public record Forked(TreeHead head, Equivocation proof) implements Result {}
}
