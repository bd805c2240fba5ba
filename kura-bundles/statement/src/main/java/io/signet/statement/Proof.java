package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to check one answer without asking anyone: what a file with the extension {@code .receipt}
 * holds. docs/protocol.md, section "Proof file".
 *
 * @param statement an encoded {@link Statement}
 * @param receipt an encoded {@link Receipt}
 * @param identity who made it
 * @param inputs the input tensors, or none: then the statement names the input by its digest only
 * @param outputs the output tensors, or none: then the statement names the output by its digest only
 * @param cosignatures of witnesses who saw the log as the receipt shows it, at most {@link Cosignature#COUNT_MAX}
 * @param evidence of the node's hardware and firmware, at most {@link #EVIDENCE_SIZE_BYTES_MAX} bytes; empty for none
 */
public record Proof(
        Bytes statement,
        Bytes receipt,
        IdentityChain identity,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs,
        List<Cosignature> cosignatures,
        Bytes evidence) {
    /** Largest evidence. */
    public static final int EVIDENCE_SIZE_BYTES_MAX = Evidence.SIZE_BYTES_MAX;

    private static final int FIELDS = 8;
    private static final String FORMAT = "signet/proof/1";

    public Proof {
        requireSize("a statement", statement, Statement.SIZE_BYTES_MAX);
        requireSize("a receipt", receipt, Receipt.SIZE_BYTES_MAX);
        Tensors.requireAllowed(inputs);
        Tensors.requireAllowed(outputs);
        inputs = Tensors.copyOf(inputs);
        outputs = Tensors.copyOf(outputs);
        cosignatures = List.copyOf(cosignatures);
        if (cosignatures.size() > Cosignature.COUNT_MAX) {
            throw new IllegalArgumentException(
                    "a proof has at most " + Cosignature.COUNT_MAX + " cosignatures, not " + cosignatures.size());
        }
        requireSize("evidence", evidence, EVIDENCE_SIZE_BYTES_MAX);
    }

    /** A proof without cosignatures and evidence; the arguments are as in the record. */
    public Proof(
            Bytes statement,
            Bytes receipt,
            IdentityChain identity,
            Map<String, Tensor> inputs,
            Map<String, Tensor> outputs) {
        this(statement, receipt, identity, inputs, outputs, List.of(), Bytes.EMPTY);
    }

    /** The same with these cosignatures. */
    public Proof withCosignatures(List<Cosignature> others) {
        return new Proof(statement, receipt, identity, inputs, outputs, others, evidence);
    }

    /** The same with this evidence. */
    public Proof withEvidence(Bytes other) {
        return new Proof(statement, receipt, identity, inputs, outputs, cosignatures, other);
    }

    /**
     * The encoding.
     *
     * @throws ArithmeticException if the tensors exceed 2^31-1 bytes
     */
    public Bytes encode() {
        long tensorBytes = Tensors.sizeBytes(inputs) + Tensors.sizeBytes(outputs);
        long others = 4096L + 1024L * cosignatures.size() + evidence.size();
        CborWriter writer = new CborWriter(Math.toIntExact(tensorBytes + others));
        writer.startMap(FIELDS)
                .writeInt(0)
                .writeText(FORMAT)
                .writeInt(1)
                .writeBytes(statement)
                .writeInt(2)
                .writeBytes(receipt)
                .writeInt(3);
        identity.write(writer);
        writer.writeInt(4);
        Tensors.write(writer, inputs);
        writer.writeInt(5);
        Tensors.write(writer, outputs);
        writer.writeInt(6).startArray(cosignatures.size());
        cosignatures.forEach(cosignature -> writer.writeBytes(cosignature.encode()));
        writer.writeInt(7).writeBytes(evidence);
        return writer.toBytes();
    }

    /**
     * Reads a proof; its tensors are views of {@code encoded}.
     *
     * @throws MalformedException if {@code encoded} is anything else; statement and receipt are not looked into
     */
    public static Proof decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readMap(FIELDS);
        reader.readExactInt(0);
        reader.readExactText(FORMAT);
        reader.readExactInt(1);
        Bytes statement = reader.readBytes(Statement.SIZE_BYTES_MAX);
        reader.readExactInt(2);
        Bytes receipt = reader.readBytes(Receipt.SIZE_BYTES_MAX);
        reader.readExactInt(3);
        IdentityChain identity = IdentityChain.read(reader);
        reader.readExactInt(4);
        Map<String, Tensor> inputs = Tensors.read(reader);
        reader.readExactInt(5);
        Map<String, Tensor> outputs = Tensors.read(reader);
        reader.readExactInt(6);
        List<Cosignature> cosignatures = readCosignatures(reader);
        reader.readExactInt(7);
        Bytes evidence = reader.readBytes(EVIDENCE_SIZE_BYTES_MAX);
        reader.expectEnd();
        return new Proof(statement, receipt, identity, inputs, outputs, cosignatures, evidence);
    }

    private static List<Cosignature> readCosignatures(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int count = reader.readArraySize();
        if (count > Cosignature.COUNT_MAX) {
            throw new MalformedException(
                    "a proof has at most " + Cosignature.COUNT_MAX + " cosignatures, not " + count, start);
        }
        List<Cosignature> cosignatures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cosignatures.add(Cosignature.decode(reader.readBytes(Cosignature.SIZE_BYTES_MAX)));
        }
        return cosignatures;
    }

    private static void requireSize(String what, Bytes bytes, int max) {
        if (bytes.size() > max) {
            throw new IllegalArgumentException(what + " has at most " + max + " bytes, not " + bytes.size());
        }
    }
}
