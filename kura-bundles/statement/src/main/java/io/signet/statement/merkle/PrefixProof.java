package io.signet.statement.merkle;

import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * A consistency proof (RFC 9162 section 2.1.4) from which both roots are computed, that of the later tree and that of its
 * first {@code from} leaves. The RFC leaves the first hash out if {@code from} is a power of two, since whoever believes the
 * earlier root has it already; here it is always there, so that the path is bound to the later root alone. What it says of
 * the earlier tree is then the later tree's word, which proves a fork if the same node signed something else.
 *
 * <p>On the wire the array {@code [from, to, [hash, ...]]}; docs/protocol.md, section "Prefix proof".
 *
 * @param from leaves of the earlier tree, 1 to {@code to - 1}
 * @param to leaves of the later tree, at most {@link MerkleTree#SIZE_MAX}
 * @param path the hashes in the RFC's order, exactly as many as the sizes demand
 */
public record PrefixProof(long from, long to, List<Digest> path) {
    /** Largest encoding: two sizes and at most 97 hashes. */
    public static final int SIZE_BYTES_MAX = 4 * 1024;

    public PrefixProof {
        MerkleTree.requireSize(to);
        if (from < 1 || from >= to) {
            throw new IllegalArgumentException("the earlier tree has 1 to " + (to - 1) + " leaves, not " + from);
        }
        path = List.copyOf(path);
        int expected = pathLength(from, to);
        if (path.size() != expected) {
            throw new IllegalArgumentException(
                    "the proof from " + from + " leaves to " + to + " has " + expected + " hashes, not " + path.size());
        }
    }

    /**
     * The proof that the tree of the first {@code to} leaves begins with that of the first {@code from}.
     *
     * @param from 1 to {@code to - 1}
     * @param to 2 to {@link MerkleTree#SIZE_MAX}
     */
    public static PrefixProof of(HashTiles tiles, long from, long to) {
        return of(MerkleTree.consistencyProof(tiles, from, to), MerkleTree.root(tiles, from));
    }

    /**
     * The same as {@code proof}, with the hash that the RFC may leave out.
     *
     * @param proof with an earlier tree that is neither empty nor the later one
     * @param fromRoot the earlier tree's root
     */
    public static PrefixProof of(ConsistencyProof proof, Digest fromRoot) {
        List<Digest> path = new ArrayList<>(proof.path().size() + 1);
        if (Long.bitCount(proof.from()) == 1) {
            path.add(fromRoot);
        }
        path.addAll(proof.path());
        return new PrefixProof(proof.from(), proof.to(), path);
    }

    /** The roots that the path leads to (RFC 9162 section 2.1.4.2). */
    public Roots roots() {
        MessageDigest sha256 = Digest.newSha256();
        long fn = from - 1;
        long sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        Digest fr = path.get(0);
        Digest sr = fr;
        for (Digest c : path.subList(1, path.size())) {
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleTree.nodeHash(sha256, c, fr);
                sr = MerkleTree.nodeHash(sha256, c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = MerkleTree.nodeHash(sha256, sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        // The length of the path was checked when the proof was made, so sn is 0 here.
        return new Roots(fr, sr);
    }

    /**
     * What a path leads to.
     *
     * @param from the root of the first {@code from} leaves
     * @param to the root of all
     */
    public record Roots(Digest from, Digest to) {}

    /** Writes the proof as one item. */
    public void write(CborWriter writer) {
        writer.startArray(3).writeInt(from).writeInt(to).startArray(path.size());
        path.forEach(hash -> writer.writeBytes(hash.value()));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedException if it is anything else
     */
    public static PrefixProof read(CborReader reader) throws MalformedException {
        reader.readArray(3);
        int start = reader.offset();
        long from = reader.readInt(1, MerkleTree.SIZE_MAX - 1);
        long to = reader.readInt(from + 1, MerkleTree.SIZE_MAX);
        int hashes = reader.readArraySize();
        if (hashes != pathLength(from, to)) {
            throw new MalformedException(
                    "the proof from " + from + " leaves to " + to + " has " + hashes
                            + " hashes, not as many as the sizes demand",
                    start);
        }
        List<Digest> path = new ArrayList<>(hashes);
        for (int i = 0; i < hashes; i++) {
            path.add(new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
        }
        return new PrefixProof(from, to, path);
    }

    /** How many hashes the way up takes, in the steps of RFC 9162 section 2.1.4.2. */
    static int pathLength(long from, long to) {
        long fn = from - 1;
        long sn = to - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        int length = 1;
        while (sn != 0) {
            if ((fn & 1) == 1 || fn == sn) {
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            }
            fn >>= 1;
            sn >>= 1;
            length++;
        }
        return length;
    }
}
