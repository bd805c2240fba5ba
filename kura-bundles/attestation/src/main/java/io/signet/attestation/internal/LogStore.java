package io.signet.attestation.internal;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogUnavailableException;
import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Clock;
import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's files: entries ({@link SegmentReader}), hashes ({@link TreeFile}) and signed heads ({@link HeadSlots}).
 *
 * <p>Entries are durable before a head over them is signed, and the head is durable before anyone sees it. Entries that
 * became durable are never cut, whether or not a head over them exists, so no two heads of one size can differ.
 *
 * <p>One thread writes; any may read.
 */
public final class LogStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

    private final Storage.Claim claim;
    private final Segments segments;
    private final TreeFile tree;
    private final HeadSlots heads;

    /** Guards the files, of which each is for one thread at a time. */
    private final ReentrantLock files = new ReentrantLock();

    private volatile TreeHead head;
    private long durable;
    private volatile boolean broken;

    private LogStore(Storage.Claim claim, Segments segments, TreeFile tree, HeadSlots heads, TreeHead head) {
        this.claim = claim;
        this.segments = segments;
        this.tree = tree;
        this.heads = heads;
        this.head = head;
        this.durable = segments.size();
    }

    /**
     * Opens a log, or begins one, in {@code storage}, which this claims.
     *
     * @param key signs the head of an empty log, if it begins one; the log must be its
     * @param segmentBytesMax as in {@link io.signet.attestation.LogOptions}
     * @throws TamperedLogException if the log is not what its last durable head covers
     * @throws LogUnavailableException if the storage fails or is in use, or it is another node's log
     */
    public static LogStore open(Storage storage, HardwareKey key, Clock clock, int segmentBytesMax)
            throws AttestationException {
        try (Opening opening = new Opening()) {
            Storage.Claim claim = storage.claim();
            opening.add(claim::close);
            HeadSlots heads = heads(storage, key, clock);
            opening.add(heads::close);
            TreeHead head = requireOwn(heads, key);
            TreeFile tree = TreeFile.open(storage);
            opening.add(tree::close);
            Recovery.Recovered recovered = Recovery.run(storage, head, tree);
            Segments segments = new Segments(storage, segmentBytesMax, recovered.segments());
            if (recovered.cutBytes() > 0) {
                LOG.warn(
                        "cut {} bytes of an unfinished write after the log's first {} entries; nobody had a receipt for them",
                        recovered.cutBytes(),
                        segments.size());
            }
            opening.done();
            return new LogStore(claim, segments, tree, heads, head);
        } catch (IOException e) {
            throw new LogUnavailableException("the log can't be opened: " + e.getMessage(), e);
        }
    }

    private static HeadSlots heads(Storage storage, HardwareKey key, Clock clock)
            throws IOException, AttestationException {
        if (storage.exists(HeadSlots.FILE)) {
            return HeadSlots.open(storage);
        }
        if (storage.list().stream().anyMatch(name -> Segment.ofName(name).isPresent())) {
            throw new TamperedLogException(0, "the signed heads are gone: there are entries, but no file 'heads'");
        }
        try {
            TreeHead first = TreeHead.sign(key.signer(), key.node(), 0, MerkleTree.emptyRoot(), clock.wallMillis());
            return HeadSlots.create(storage, first);
        } catch (SigningException e) {
            throw new LogUnavailableException("the log's first head can't be signed: " + e.getMessage(), e);
        }
    }

    private static TreeHead requireOwn(HeadSlots heads, HardwareKey key) throws AttestationException {
        TreeHead head = heads.newest()
                .orElseThrow(() -> new TamperedLogException(0, "none of the signed heads is readable any more"));
        if (!head.node().equals(key.node())) {
            throw new LogUnavailableException("the log is node " + head.node() + "'s, but the key is node " + key.node()
                    + "'s; give each node a log directory of its own");
        }
        if (!head.signedBy(key.publicKey())) {
            throw new TamperedLogException(
                    0, "the head of " + head.size() + " entries is not signed by the node's key");
        }
        return head;
    }

    /** The last durable head. */
    public TreeHead head() {
        return head;
    }

    /** Whether durable entries wait for a head: a crash, or a key that did not sign, left them. For the writing thread. */
    public boolean hasUncovered() {
        return durable > head.size();
    }

    /** How many entries are durable; the head may yet cover fewer. For the writing thread. */
    public long durableSize() {
        return durable;
    }

    /** Whether a write failed such that only opening the log anew can tell what is on the disk. */
    public boolean broken() {
        return broken;
    }

    /**
     * Appends entries, durably. If it fails, none of them is in the log, or it is {@link #broken}.
     *
     * @param leafHashes as many as {@code entries}, at least one
     * @return what a head over them needs
     */
    public BatchTree write(List<Bytes> entries, List<Digest> leafHashes) throws IOException {
        requireIntact();
        files.lock();
        try {
            BatchTree batch = new BatchTree(tree, durable, leafHashes);
            append(entries, batch);
            force();
            durable = batch.size();
            return batch;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            files.unlock();
        }
    }

    private void append(List<Bytes> entries, BatchTree batch) throws IOException {
        Segments.Mark mark = segments.mark();
        boolean known = false;
        try {
            segments.append(entries);
            for (Digest hash : batch.completed()) {
                tree.append(hash);
            }
            tree.flush();
            known = true;
        } catch (IOException e) {
            segments.rollBack(mark, e);
            tree.continueAfter(TreeFile.hashes(mark.entries()));
            known = true;
            throw e;
        } finally {
            broken = !known;
        }
    }

    private void force() throws IOException {
        boolean done = false;
        try {
            segments.force();
            done = true;
        } finally {
            broken = !done; // a system that failed to write may forget that it did: no second try
        }
    }

    /** The root of all durable entries. */
    public Digest root() throws IOException {
        files.lock();
        try {
            return MerkleTree.root(tree, durable);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            files.unlock();
        }
    }

    /** Makes a head durable and the last one. If that fails, nobody may see it; the next one takes its place. */
    public void publish(TreeHead signed) throws IOException {
        requireIntact();
        files.lock();
        try {
            heads.write(signed);
            head = signed;
        } finally {
            files.unlock();
        }
    }

    /** Reads an entry under the head; see {@link io.signet.attestation.NodeLog#entry}. */
    public Bytes entry(long index) throws AttestationException {
        Objects.checkIndex(index, head.size());
        files.lock();
        try {
            return segments.read(index);
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            files.unlock();
        }
    }

    /** See {@link io.signet.attestation.NodeLog#prove}. */
    public InclusionProof prove(long index, long treeSize) throws LogUnavailableException {
        Objects.checkFromToIndex(0, treeSize, head.size());
        Objects.checkIndex(index, treeSize);
        files.lock();
        try {
            return MerkleTree.inclusionProof(tree, index, treeSize);
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        } finally {
            files.unlock();
        }
    }

    /** See {@link io.signet.attestation.NodeLog#consistency}. */
    public ConsistencyProof consistency(long from, long to) throws LogUnavailableException {
        Objects.checkFromToIndex(from, to, head.size());
        files.lock();
        try {
            return MerkleTree.consistencyProof(tree, from, to);
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        } finally {
            files.unlock();
        }
    }

    private static LogUnavailableException unreadable(IOException e) {
        return new LogUnavailableException("the log can't be read: " + e.getMessage(), e);
    }

    private void requireIntact() throws IOException {
        if (broken) {
            throw new IOException("an earlier write failed; restart the node to have the log checked");
        }
    }

    /** Closes the files and gives up the claim. */
    @Override
    public void close() throws IOException {
        files.lock();
        try (claim;
                heads;
                segments;
                tree) {
            if (!broken) {
                tree.force();
            }
        } finally {
            files.unlock();
        }
    }
}
