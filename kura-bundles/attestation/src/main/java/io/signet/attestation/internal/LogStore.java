package io.signet.attestation.internal;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogUnavailableException;
import io.signet.attestation.MovedAwayException;
import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Clock;
import io.signet.runtime.Storage;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TreeHead;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import io.signet.statement.tile.TileId;
import io.signet.statement.tile.TileMissingException;
import io.signet.statement.tile.TiledHashes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's files: entries and hashes ({@link LogContents}) and signed heads ({@link HeadSlots}).
 *
 * <p>Entries are durable before a head over them is signed, and the head is durable before anyone sees it. Entries that
 * became durable are never cut, whether or not a head over them exists, so no two heads of one size can differ. Only
 * entries under a durable head become tiles.
 *
 * <p>One thread writes; any may read.
 */
public final class LogStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogStore.class);

    private final Storage.Claim claim;
    private final LogContents contents;
    private final HeadSlots heads;

    /** Guards the files, of which each is for one thread at a time; not the tiles that are files. */
    private final ReentrantLock files = new ReentrantLock();

    private volatile TreeHead head;
    private volatile boolean broken;

    private LogStore(Storage.Claim claim, LogContents contents, HeadSlots heads, TreeHead head) {
        this.claim = claim;
        this.contents = contents;
        this.heads = heads;
        this.head = head;
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
            Recovery.Recovered recovered = Recovery.run(storage, head, segmentBytesMax);
            if (recovered.cutBytes() > 0) {
                LOG.warn(
                        "cut {} bytes of an unfinished write after the log's first {} entries; nobody had a receipt for them",
                        recovered.cutBytes(),
                        recovered.contents().size());
            }
            opening.done();
            return new LogStore(claim, recovered.contents(), heads, head);
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
        return contents.size() > head.size();
    }

    /** How many entries are durable; the head may yet cover fewer. For the writing thread. */
    public long durableSize() {
        return contents.size();
    }

    /** How many tiles of entries under the head wait for {@link #seal}. For the writing thread. */
    public long waitingTiles() {
        return contents.waiting(head.size());
    }

    /** How many entries are in full tiles that are durable files. */
    public long tiledSize() {
        return contents.tiledSize();
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
            BatchTree batch = contents.extend(leafHashes);
            append(entries, leafHashes);
            force();
            contents.add(batch);
            return batch;
        } finally {
            files.unlock();
        }
    }

    private void append(List<Bytes> entries, List<Digest> leafHashes) throws IOException {
        Segments segments = contents.segments();
        Segments.Mark mark = segments.mark();
        boolean known = false;
        try {
            segments.append(entries, leafHashes);
            known = true;
        } catch (IOException e) {
            segments.rollBack(mark, e);
            known = true;
            throw e;
        } finally {
            broken = !known;
        }
    }

    private void force() throws IOException {
        boolean done = false;
        try {
            contents.segments().force();
            done = true;
        } finally {
            broken = !done; // a system that failed to write may forget that it did: no second try
        }
    }

    /** The root of all durable entries. For the writing thread. */
    public Digest root() {
        return contents.root();
    }

    /**
     * Writes the next 256 entries as tiles, if there are so many under the head, and deletes segments that have no others.
     *
     * @throws TamperedLogException if they are not what was written once
     * @throws IOException if that fails; it can be tried again
     */
    public void seal() throws IOException, TamperedLogException {
        if (waitingTiles() == 0) {
            return;
        }
        LogContents.Sealing sealing = locked(contents::nextSealing);
        contents.write(sealing);
        files.lock();
        try {
            contents.sealed(sealing);
        } finally {
            files.unlock();
        }
    }

    private <T> T locked(Reading<T> reading) throws IOException, TamperedLogException {
        files.lock();
        try {
            return reading.read();
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
        try {
            return contents.isFile(TileId.entries(index / TileId.WIDTH_MAX))
                    ? contents.fileEntry(index)
                    : locked(() -> contents.entry(index));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** See {@link io.signet.attestation.NodeLog#tile}. */
    public Bytes tile(TileId tile) throws AttestationException {
        long end = tile.index() * TileId.WIDTH_MAX + tile.width();
        Objects.checkFromToIndex(0, end, TileId.count(tile.level(), head.size()));
        try {
            return read(tile);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Bytes read(TileId tile) throws IOException {
        if (contents.isFile(tile)) {
            return contents.file(tile);
        }
        files.lock();
        try {
            return contents.tile(tile);
        } finally {
            files.unlock();
        }
    }

    /** See {@link io.signet.attestation.NodeLog#prove}. */
    public InclusionProof prove(long index, long treeSize) throws AttestationException {
        Objects.checkFromToIndex(0, treeSize, head.size());
        Objects.checkIndex(index, treeSize);
        return proof(hashes -> MerkleTree.inclusionProof(hashes, index, treeSize));
    }

    /** See {@link io.signet.attestation.NodeLog#consistency}. */
    public ConsistencyProof consistency(long from, long to) throws AttestationException {
        Objects.checkFromToIndex(from, to, head.size());
        return proof(hashes -> MerkleTree.consistencyProof(hashes, from, to));
    }

    private <T> T proof(Function<HashTiles, T> proving) throws AttestationException {
        try {
            return proving.apply(new TiledHashes(this::read, head.size()));
        } catch (UncheckedIOException e) {
            throw unreadable(e.getCause());
        }
    }

    private static AttestationException unreadable(IOException e) {
        return e instanceof TileMissingException missing
                ? new MovedAwayException(missing)
                : new LogUnavailableException("the log can't be read: " + e.getMessage(), e);
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
                heads) {
            contents.segments().close();
        } finally {
            files.unlock();
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException, TamperedLogException;
    }
}
