package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A head of a log, and the words of the witnesses that cosigned it: what a log shows of its witnesses.
 *
 * <p>On the wire the array {@code [head, [cosignature, ...]]} of byte strings; docs/protocol.md, section "Tiles". That it
 * can be read says nothing about the signatures.
 *
 * @param head that was cosigned
 * @param cosignatures 1 to {@link Cosignature#COUNT_MAX}, each of this head and of another witness
 */
public record CosignedHead(TreeHead head, List<Cosignature> cosignatures) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX =
            TreeHead.SIZE_BYTES_MAX + Cosignature.COUNT_MAX * (Cosignature.SIZE_BYTES_MAX + 3) + 8;

    public CosignedHead {
        cosignatures = List.copyOf(cosignatures);
        if (cosignatures.isEmpty() || cosignatures.size() > Cosignature.COUNT_MAX) {
            throw new IllegalArgumentException(
                    "a head has 1 to " + Cosignature.COUNT_MAX + " cosignatures here, not " + cosignatures.size());
        }
        Set<NodeId> witnesses = new HashSet<>();
        for (Cosignature cosignature : cosignatures) {
            if (!cosignature.covers(head)) {
                throw new IllegalArgumentException("a cosignature is of another head");
            }
            if (!witnesses.add(cosignature.witness().node())) {
                throw new IllegalArgumentException(
                        "there are two cosignatures of " + cosignature.witness().node());
            }
        }
    }

    /** The encoding, the only one of this head with these cosignatures in this order. */
    public Bytes encode() {
        CborWriter writer =
                new CborWriter(4096).startArray(2).writeBytes(head.encode()).startArray(cosignatures.size());
        cosignatures.forEach(cosignature -> writer.writeBytes(cosignature.encode()));
        return writer.toBytes();
    }

    /**
     * Reads a head and its cosignatures.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static CosignedHead decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readArray(2);
        TreeHead head = TreeHead.decode(reader.readBytes(TreeHead.SIZE_BYTES_MAX));
        int start = reader.offset();
        int count = reader.readArraySize();
        if (count < 1 || count > Cosignature.COUNT_MAX) {
            throw new MalformedException("a head has 1 to " + Cosignature.COUNT_MAX + " cosignatures here", start);
        }
        List<Cosignature> cosignatures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cosignatures.add(Cosignature.decode(reader.readBytes(Cosignature.SIZE_BYTES_MAX)));
        }
        reader.expectEnd();
        try {
            return new CosignedHead(head, cosignatures);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }
}
