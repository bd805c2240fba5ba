package io.signet.mesh.internal;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import io.signet.mesh.Refusal;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.TaskOutcome;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.Tensor;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the broker delivers is read or refused; nothing but the two declared exceptions is thrown. */
final class MeshMessageFuzzer {
    private static final int SIZE_MAX = 1 << 20;
    private static final Envelope ENVELOPE = new Envelope("signet/1/test");

    /** The first byte chooses the reader. */
    private enum Reader {
        CAPACITY_ENVELOPE,
        REQUEST_ENVELOPE,
        IDENTITY,
        CAPACITY,
        REQUEST,
        RESPONSE,
        WITNESS_REQUEST,
        WITNESS_REPLY,
        EVIDENCE_QUESTION,
        EVIDENCE_ANSWER
    }

    static Stream<byte[]> seeds() {
        Digest digest = Digest.sha256(Bytes.utf8("p"));
        CapacityReport report = new CapacityReport(
                1,
                2,
                true,
                List.of(ServedModel.of("m", digest, 10)),
                3,
                4,
                5,
                6,
                Strain.HOT,
                Optional.of(new LogAddress("http://a/")),
                Optional.of(new GatewayAddress("a:1")));
        CborWriter capacity = new CborWriter().startMap(report.keys());
        report.writeTo(capacity);
        Map<String, Tensor> tensors = Map.of("x", Tensor.ofFloats(List.of(1L, 2L), 1f, 2f));
        return Stream.of(
                seed(Reader.CAPACITY, capacity.toBytes()),
                seed(Reader.REQUEST, new TaskRequest("m", Optional.of(digest), 1000, tensors).encode()),
                seed(Reader.RESPONSE, TaskResponse.encode(new TaskOutcome.Refused(Refusal.BUSY, "full"), List.of())),
                seed(
                        Reader.WITNESS_REQUEST,
                        Bytes.fromHex("0350" + "00".repeat(16) + "0450" + "00".repeat(16) + "0540")),
                seed(
                        Reader.WITNESS_REPLY,
                        Bytes.fromHex("0350" + "00".repeat(16) + "0450" + "00".repeat(16) + "0503066161" + "0740")),
                seed(Reader.EVIDENCE_QUESTION, new EvidenceQuestion.Kept().encode()),
                seed(Reader.EVIDENCE_QUESTION, Bytes.fromHex("a200020145a300010140")),
                seed(Reader.EVIDENCE_ANSWER, new EvidenceAnswer.Busy(1000).encode()),
                seed(Reader.EVIDENCE_ANSWER, new EvidenceAnswer.Unable("lost").encode()),
                seed(Reader.IDENTITY, Bytes.fromHex("824040")),
                seed(Reader.CAPACITY_ENVELOPE, Bytes.fromHex("d28443a10127a040")),
                seed(Reader.REQUEST_ENVELOPE, Bytes.fromHex("d28443a10127a040")));
    }

    private static byte[] seed(Reader reader, Bytes message) {
        byte[] seed = new byte[message.size() + 1];
        seed[0] = (byte) List.of(Reader.values()).indexOf(reader);
        System.arraycopy(message.toArray(), 0, seed, 1, message.size());
        return seed;
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "4s")
    void anyMessage_isReadOrRefused(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Bytes message = Bytes.copyOfRange(data, 1, data.length);
        try {
            switch (Reader.values()[Math.floorMod(data[0], Reader.values().length)]) {
                case CAPACITY_ENVELOPE -> ENVELOPE.open(message, MessageType.CAPACITY, SIZE_MAX);
                case REQUEST_ENVELOPE -> {
                    Envelope.Unchecked opened = ENVELOPE.open(message, MessageType.REQUEST, SIZE_MAX);
                    SealedFrame.readFrom(opened.body(), SIZE_MAX);
                    SealedFrame.readIdentity(opened.body());
                }
                case IDENTITY -> IdentityNotice.decode(message);
                case CAPACITY -> {
                    CborReader in = new CborReader(message);
                    CapacityReport.readFrom(in, in.readMapSize());
                }
                case REQUEST -> TaskRequest.decode(message);
                case RESPONSE -> TaskResponse.decode(message);
                case WITNESS_REQUEST -> WitnessRequest.readFrom(new CborReader(message));
                case WITNESS_REPLY -> WitnessReply.readFrom(new CborReader(message));
                case EVIDENCE_QUESTION -> EvidenceQuestion.decode(message);
                case EVIDENCE_ANSWER -> EvidenceAnswer.decode(message);
            }
        } catch (MalformedException | Dropped refused) {
            return; // as declared
        }
    }
}
