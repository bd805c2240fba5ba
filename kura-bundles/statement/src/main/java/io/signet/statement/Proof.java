package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that is needed to check one answer without asking anyone: what a file with the extension {@code .receipt} holds.
 * docs/protocol.md, section "Proof file".
 *
 * @param statement an encoded {@link Statement}
 * @param receipt an encoded {@link Receipt}
 * @param identity who made it
 * @param inputs the input tensors, or none: then the statement names the input by its digest only
 * @param outputs the output tensors, or none: then the statement names the output by its digest only
 */
public record Proof(
        Bytes statement,
        Bytes receipt,
        IdentityChain identity,
        Map<String, Tensor> inputs,
        Map<String, Tensor> outputs) {
    private static final int FIELDS = 6;
    private static final String FORMAT = "signet/proof/1";

    public Proof {
        requireSize("a statement", statement, Statement.SIZE_BYTES_MAX);
        requireSize("a receipt", receipt, Receipt.SIZE_BYTES_MAX);
        Tensors.requireAllowed(inputs);
        Tensors.requireAllowed(outputs);
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /**
     * The encoding.
     *
     * @throws ArithmeticException if the tensors exceed 2^31-1 bytes
     */
    public Bytes encode() {
        long tensorBytes = Tensors.sizeBytes(inputs) + Tensors.sizeBytes(outputs);
        CborWriter writer = new CborWriter(Math.toIntExact(tensorBytes + 4096));
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
        reader.expectEnd();
        return new Proof(statement, receipt, identity, inputs, outputs);
    }

    private static void requireSize(String what, Bytes bytes, int max) {
        if (bytes.size() > max) {
            throw new IllegalArgumentException(what + " has at most " + max + " bytes, not " + bytes.size());
        }
    }
}
