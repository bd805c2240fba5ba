package io.signet.mesh.internal;

import io.signet.mesh.Refusal;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.Tensors;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The sealed part of a task response (docs/protocol.md, "Task response"). */
sealed interface TaskResponse {
    int CODE = 0;
    int STATEMENT = 1;
    int RECEIPT = 2;
    int OUTPUTS = 3;
    int COSIGNATURES = 4;
    int REASON = 1;
    int ANSWERED = 0;
    int STATEMENT_BYTES_MAX = 4096;
    int RECEIPT_BYTES_MAX = 8192;
    int REASON_CHARS_MAX = 256;

    /** The task was computed; nothing in it is verified yet. */
    record Answered(Bytes statement, Bytes receipt, Map<String, Tensor> outputs, List<Bytes> cosignatures)
            implements TaskResponse {}

    /** The task was refused. */
    record Refused(Refusal refusal, String reason) implements TaskResponse {}

    /** {@code cosignatures} are those of the receipt's head; none unless the task was answered. */
    static Bytes encode(TaskOutcome outcome, List<Cosignature> cosignatures) {
        return outcome instanceof TaskOutcome.Answered answered
                ? encode(
                        answered, cosignatures.stream().map(Cosignature::encode).toList())
                : encode((TaskOutcome.Refused) outcome);
    }

    private static Bytes encode(TaskOutcome.Answered answered, List<Bytes> cosignatures) {
        Bytes receipt = answered.receipt().encode();
        int cosignaturesSize = cosignatures.stream()
                .mapToInt(cosignature -> CborWriter.sizeOfBytes(cosignature.size()))
                .sum();
        CborWriter out = new CborWriter(8
                + CborWriter.sizeOfBytes(answered.statement().size())
                + CborWriter.sizeOfBytes(receipt.size())
                + Tensors.encodedSizeBytes(answered.outputs())
                + cosignaturesSize);
        out.startMap(5);
        out.writeInt(CODE).writeInt(ANSWERED);
        out.writeInt(STATEMENT).writeBytes(answered.statement());
        out.writeInt(RECEIPT).writeBytes(receipt);
        out.writeInt(OUTPUTS);
        Tensors.write(out, answered.outputs());
        out.writeInt(COSIGNATURES).startArray(cosignatures.size());
        cosignatures.forEach(out::writeBytes);
        return out.toBytes();
    }

    private static Bytes encode(TaskOutcome.Refused refused) {
        String reason = refused.reason();
        CborWriter out = new CborWriter();
        out.startMap(2);
        out.writeInt(CODE).writeInt(refused.refusal().code());
        out.writeInt(REASON)
                .writeText(reason.length() > REASON_CHARS_MAX ? reason.substring(0, REASON_CHARS_MAX) : reason);
        return out.toBytes();
    }

    static TaskResponse decode(Bytes encoded) throws MalformedException {
        CborReader in = new CborReader(encoded);
        int keys = in.readMapSize();
        long code = Fields.unsigned(in, CODE);
        if (code == ANSWERED && keys == 5) {
            Bytes statement = Fields.bytesUpTo(in, STATEMENT, STATEMENT_BYTES_MAX);
            Bytes receipt = Fields.bytesUpTo(in, RECEIPT, RECEIPT_BYTES_MAX);
            Fields.expect(in, OUTPUTS);
            Map<String, Tensor> outputs = Tensors.read(in);
            List<Bytes> cosignatures = cosignatures(in);
            in.expectEnd();
            return new Answered(statement, receipt, outputs, cosignatures);
        }
        Refusal refusal = Arrays.stream(Refusal.values())
                .filter(r -> r.code() == code)
                .findFirst()
                .orElse(null);
        if (refusal == null || keys != 2) {
            throw Fields.malformed(in, "code " + code + " with " + keys + " fields is no task response");
        }
        Fields.expect(in, REASON);
        String reason = in.readText(REASON_CHARS_MAX);
        in.expectEnd();
        return new Refused(refusal, reason);
    }

    private static List<Bytes> cosignatures(CborReader in) throws MalformedException {
        Fields.expect(in, COSIGNATURES);
        int count = in.readArraySize();
        if (count > Cosignature.COUNT_MAX) {
            throw Fields.malformed(in, "an answer has at most " + Cosignature.COUNT_MAX + " cosignatures");
        }
        List<Bytes> cosignatures = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            cosignatures.add(in.readBytes(Cosignature.SIZE_BYTES_MAX));
        }
        return cosignatures;
    }
}
