package io.signet.openinference;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.Tensors;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What proves an answer: a proof for each part of it that one node computed. docs/protocol.md, section "Answer receipt".
 *
 * @param parts in the order of the answer's rows, 1 to {@link #PARTS_MAX}
 */
public record AnswerReceipt(List<Part> parts) {
    /** Most parts of an answer. */
    public static final int PARTS_MAX = 4096;

    private static final String FORMAT = "signet/answer/1";

    /**
     * What one node computed.
     *
     * @param rows how many rows of each output it is; 0 if it is all of the answer
     * @param proof statement, receipt, identity, cosignatures and evidence; the tensors are in the answer itself
     * @param omitted digests of the outputs that the node computed and the answer does not have
     */
    public record Part(long rows, Proof proof, Map<String, Digest> omitted) {
        public Part {
            if (!proof.inputs().isEmpty() || !proof.outputs().isEmpty()) {
                throw new IllegalArgumentException("a part's tensors are in the answer, not in its proof");
            }
            SortedMap<String, Digest> sorted = new TreeMap<>(Tensors.NAMES_IN_ORDER);
            sorted.putAll(omitted);
            omitted = Collections.unmodifiableSortedMap(sorted);
        }
    }

    public AnswerReceipt {
        parts = List.copyOf(parts);
        if (parts.isEmpty() || parts.size() > PARTS_MAX) {
            throw new IllegalArgumentException("an answer has 1 to " + PARTS_MAX + " parts, not " + parts.size());
        }
        boolean one = parts.size() == 1;
        if (parts.stream().anyMatch(part -> one != (part.rows() == 0))) {
            throw new IllegalArgumentException("each part has its rows, unless there is only one");
        }
    }

    /** The receipt of an answer that one node computed. */
    public static AnswerReceipt of(Proof proof, Map<String, Digest> omitted) {
        return new AnswerReceipt(List.of(new Part(0, proof, omitted)));
    }

    /** The encoding. */
    public Bytes encode() {
        CborWriter out = new CborWriter(2048 * parts.size());
        out.startArray(2).writeText(FORMAT).startArray(parts.size());
        for (Part part : parts) {
            out.startArray(3).writeInt(part.rows()).writeBytes(part.proof().encode());
            out.startMap(part.omitted().size());
            part.omitted().forEach((name, digest) -> out.writeText(name).writeBytes(digest.value()));
        }
        return out.toBytes();
    }

    /**
     * Reads a receipt.
     *
     * @throws MalformedException if {@code encoded} is anything else; the proofs are not looked into
     */
    public static AnswerReceipt decode(Bytes encoded) throws MalformedException {
        CborReader in = new CborReader(encoded);
        in.readArray(2);
        in.readExactText(FORMAT);
        int start = in.offset();
        int count = in.readArraySize();
        if (count > PARTS_MAX) {
            throw new MalformedException("an answer has at most " + PARTS_MAX + " parts, not " + count, start);
        }
        List<Part> parts = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                in.readArray(3);
                long rows = in.readInt(0, Integer.MAX_VALUE);
                Proof proof = Proof.decode(in.readBytes(Integer.MAX_VALUE));
                parts.add(new Part(rows, proof, readOmitted(in)));
            }
            in.expectEnd();
            return new AnswerReceipt(parts);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }

    private static Map<String, Digest> readOmitted(CborReader in) throws MalformedException {
        SortedMap<String, Digest> omitted = new TreeMap<>();
        int start = in.offset();
        int count = in.readMapSize();
        if (count > Tensors.COUNT_MAX) {
            throw new MalformedException("an answer has at most " + Tensors.COUNT_MAX + " outputs", start);
        }
        for (int i = 0; i < count; i++) {
            omitted.put(Tensors.readName(in), new Digest(in.readExactBytes(Digest.SIZE_BYTES)));
        }
        return omitted;
    }

    /** The encoding in base64 (RFC 4648 section 4). */
    public String toText() {
        return Base64.getEncoder().encodeToString(encode().toArray());
    }

    /**
     * Reads what {@link #toText} wrote.
     *
     * @throws MalformedException if {@code text} is anything else
     */
    public static AnswerReceipt ofText(String text) throws MalformedException {
        byte[] encoded;
        try {
            encoded = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("a receipt is not base64: " + e.getMessage(), 0);
        }
        return decode(Bytes.copyOf(encoded));
    }
}
