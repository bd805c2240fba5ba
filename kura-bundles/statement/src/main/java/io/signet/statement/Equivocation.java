package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.merkle.PrefixProof;
import java.util.Optional;

/**
 * Proof that a node's log forked: two heads that the node signed and of which no log can have both. Anybody can check it,
 * without asking anyone, and nobody but the node could have made it. Either both heads have the same size and different
 * roots, or the later log, by its own hashes, does not begin with the earlier one.
 *
 * <p>On the wire the map {@code {0: "signet/equivocation/1", 1: identity chain, 2: earlier head, 3: later head, 4: [] or
 * the prefix proof}}; docs/protocol.md, section "Equivocation".
 *
 * @param identity of the node
 * @param earlier a head that the node signed
 * @param later another, of at least the same size
 * @param path from the earlier size to the later; empty if the sizes are the same
 */
public record Equivocation(IdentityChain identity, TreeHead earlier, TreeHead later, Optional<PrefixProof> path) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 24 * 1024;

    private static final String FORMAT = "signet/equivocation/1";
    private static final int FIELDS = 5;

    public Equivocation {
        if (!earlier.node().equals(identity.node()) || !later.node().equals(identity.node())) {
            throw new IllegalArgumentException("both heads and the identity are of one node");
        }
        if (earlier.size() < 1 || earlier.size() > later.size()) {
            throw new IllegalArgumentException(
                    "the earlier log has 1 to " + later.size() + " statements, not " + earlier.size());
        }
        long from = path.map(PrefixProof::from).orElse(earlier.size());
        long to = path.map(PrefixProof::to).orElse(earlier.size());
        if (from != earlier.size() || to != later.size()) {
            throw new IllegalArgumentException(
                    "the path is between logs of other sizes than " + earlier.size() + " and " + later.size());
        }
    }

    /** The node that has two histories. */
    public NodeId node() {
        return identity.node();
    }

    /** Whether this proves a fork. Whether the identity is anybody's whom one cares about is another question. */
    public boolean holds() {
        return contradicts() && earlier.signedBy(identity.identityKey()) && later.signedBy(identity.identityKey());
    }

    private boolean contradicts() {
        if (path.isEmpty()) {
            return !earlier.root().equals(later.root());
        }
        PrefixProof.Roots roots = path.get().roots();
        return roots.to().equals(later.root()) && !roots.from().equals(earlier.root());
    }

    /** What happened, as a sentence. */
    public String describe() {
        return path.isEmpty()
                ? "node " + node() + " signed two different logs of " + earlier.size() + " statements: root "
                        + earlier.root() + " and root " + later.root()
                : "node " + node() + " signed a log of " + later.size()
                        + " statements that does not begin with the log of " + earlier.size()
                        + " statements which it signed as well";
    }

    /** The encoding, the only one of this proof. */
    public Bytes encode() {
        CborWriter writer = new CborWriter(2048)
                .startMap(FIELDS)
                .writeInt(0)
                .writeText(FORMAT)
                .writeInt(1);
        identity.write(writer);
        writer.writeInt(2)
                .writeBytes(earlier.encode())
                .writeInt(3)
                .writeBytes(later.encode())
                .writeInt(4);
        path.ifPresentOrElse(proof -> proof.write(writer), () -> writer.startArray(0));
        return writer.toBytes();
    }

    /**
     * Reads a proof of equivocation; that it can be read does not say that it {@link #holds}.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static Equivocation decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readMap(FIELDS);
        reader.readExactInt(0);
        reader.readExactText(FORMAT);
        reader.readExactInt(1);
        IdentityChain identity = IdentityChain.read(reader);
        reader.readExactInt(2);
        TreeHead earlier = TreeHead.decode(reader.readBytes(TreeHead.SIZE_BYTES_MAX));
        reader.readExactInt(3);
        TreeHead later = TreeHead.decode(reader.readBytes(TreeHead.SIZE_BYTES_MAX));
        reader.readExactInt(4);
        Optional<PrefixProof> path;
        if (earlier.size() == later.size()) {
            reader.readArray(0);
            path = Optional.empty();
        } else {
            path = Optional.of(PrefixProof.read(reader));
        }
        reader.expectEnd();
        try {
            return new Equivocation(identity, earlier, later, path);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), 0);
        }
    }
}
