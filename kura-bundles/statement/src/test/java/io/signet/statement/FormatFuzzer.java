package io.signet.statement;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.merkle.MerkleTree;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The formats of statements, logs and identities. */
class FormatFuzzer {
    private static final Digest FIRST_ROOT = MerkleTree.leafHash(Bytes.utf8("entry 0"));
    private static final FuzzedFormats FORMATS = new FuzzedFormats()
            .withRoundTrip(FormatFuzzer::anyCbor, FuzzSeeds.PROOF.encode(), FuzzSeeds.treeHead())
            .withRoundTrip(bytes -> CoseSign1.decode(bytes).encode(), FuzzSeeds.treeHead(), FuzzSeeds.PROOF.receipt())
            .withRoundTrip(bytes -> Statement.decode(bytes).encode(), FuzzSeeds.PROOF.statement())
            .withRoundTrip(FormatFuzzer::tensors, FuzzSeeds.tensors(TestLog.INPUTS), FuzzSeeds.tensors(TestLog.OUTPUTS))
            .withRoundTrip(
                    bytes -> Receipt.decode(bytes, FuzzSeeds.PROOF.statement()).encode(), FuzzSeeds.PROOF.receipt())
            .withRoundTrip(
                    bytes -> ConsistencyReceipt.decode(bytes, 1, FIRST_ROOT).encode(),
                    ConsistencyReceiptTest.receipt(1, 7).encode())
            .withRoundTrip(bytes -> Proof.decode(bytes).encode(), FuzzSeeds.PROOF.encode())
            .withRoundTrip(bytes -> TreeHead.decode(bytes).encode(), FuzzSeeds.treeHead())
            .withRoundTrip(bytes -> Cosignature.decode(bytes).encode(), FuzzSeeds.cosignature())
            .withRoundTrip(bytes -> CosignedHead.decode(bytes).encode(), FuzzSeeds.cosignedHead())
            .withRoundTrip(bytes -> Equivocation.decode(bytes).encode(), FuzzSeeds.equivocation())
            .withRoundTrip(
                    bytes -> IdentityChain.decode(bytes).encode(),
                    FuzzSeeds.NODE.chain().encode(),
                    FuzzSeeds.ED25519_NODE.chain().encode())
            .withRoundTrip(bytes -> SessionCertificate.decode(bytes).encoded(), FuzzSeeds.sessionCertificate());

    private static Bytes anyCbor(Bytes bytes) throws MalformedException {
        CborReader reader = new CborReader(bytes);
        reader.skipValue();
        reader.expectEnd();
        return new CborWriter().writeEncoded(bytes).toBytes();
    }

    private static Bytes tensors(Bytes bytes) throws MalformedException {
        CborReader reader = new CborReader(bytes);
        Map<String, Tensor> named = Tensors.read(reader);
        reader.expectEnd();
        return FuzzSeeds.tensors(named);
    }

    static Stream<byte[]> seeds() {
        return FORMATS.seeds();
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "24s")
    void anyBytes_areReadOrRefused(byte[] data) {
        FORMATS.check(data);
    }
}
