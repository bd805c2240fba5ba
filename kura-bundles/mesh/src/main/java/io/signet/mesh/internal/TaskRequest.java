package io.signet.mesh.internal;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.Nonce;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.Map;
import java.util.Optional;

/**
 * The sealed part of a task request (docs/protocol.md, "Task request").
 *
 * @param budgetMillis time left when it was sent, so that the two clocks need not agree
 */
record TaskRequest(String model, Optional<Digest> modelPackage, long budgetMillis, Map<String, Tensor> inputs) {
    private static final int MODEL = 0;
    private static final int PACKAGE = 1;
    private static final int BUDGET = 2;
    private static final int INPUTS = 3;
    static final int MODEL_CHARS_MAX = 64;
    /** What all but the tensors takes, about. */
    private static final int FIXED_SIZE_BYTES = 80;

    Bytes encode() {
        CborWriter out = new CborWriter(FIXED_SIZE_BYTES + Tensors.encodedSizeBytes(inputs));
        out.startMap(4);
        out.writeInt(MODEL).writeText(model);
        out.writeInt(PACKAGE).writeBytes(modelPackage.map(Digest::value).orElse(Bytes.EMPTY));
        out.writeInt(BUDGET).writeInt(budgetMillis);
        out.writeInt(INPUTS);
        Tensors.write(out, inputs);
        return out.toBytes();
    }

    static TaskRequest decode(Bytes encoded) throws MalformedException {
        CborReader in = new CborReader(encoded);
        in.readMap(4);
        Fields.expect(in, MODEL);
        String model = in.readText(MODEL_CHARS_MAX);
        Bytes digest = Fields.bytesUpTo(in, PACKAGE, Digest.SIZE_BYTES);
        if (digest.size() != 0 && digest.size() != Digest.SIZE_BYTES) {
            throw Fields.malformed(in, "a package digest has 0 or " + Digest.SIZE_BYTES + " bytes");
        }
        long budget = Fields.unsigned(in, BUDGET);
        Fields.expect(in, INPUTS);
        Map<String, Tensor> inputs = Tensors.read(in);
        in.expectEnd();
        return new TaskRequest(
                model, digest.size() == 0 ? Optional.empty() : Optional.of(new Digest(digest)), budget, inputs);
    }

    /** What binds the sealed part to its frame, as associated data of the sealing. */
    static Bytes associated(Bytes sender, Nonce nonce) {
        return new CborWriter(1 + CborWriter.sizeOfBytes(sender.size()) + CborWriter.sizeOfBytes(Nonce.SIZE_BYTES))
                .startArray(2)
                .writeBytes(sender)
                .writeBytes(nonce.value())
                .toBytes();
    }
}
