package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No byte of what is proved can be changed: whatever is changed is rejected by the reader or by the verifier. */
class SingleByteProperties {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Node P256_NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    private static final Node ED25519_NODE = TestPki.node(OWNER, Assurance.SOFTWARE, TestPki.ed25519());
    private static final Map<Node, Proof> PROOFS = Map.of(
            P256_NODE, TestLog.proof(P256_NODE, NOW_MILLIS), ED25519_NODE, TestLog.proof(ED25519_NODE, NOW_MILLIS));

    private final Verifier verifier = new Verifier(TestPki.trusting(OWNER));

    @Provide
    Arbitrary<Node> nodes() {
        return Arbitraries.of(P256_NODE, ED25519_NODE);
    }

    private boolean accepted(Proof proof) {
        return verifier.verify(proof, NOW_MILLIS) instanceof Verdict.Accepted;
    }

    private boolean acceptedAsFile(Bytes encoded) {
        try {
            return accepted(Proof.decode(encoded));
        } catch (MalformedException e) {
            return false;
        }
    }

    private static Bytes changed(Bytes original, int place, int change) {
        byte[] copy = original.toArray();
        copy[place] ^= (byte) change;
        return Bytes.copyOf(copy);
    }

    /** The places at which a flipped bit is accepted; there should be none. */
    private static List<Integer> placesThatCanChange(Bytes original, int bits, Predicate<Bytes> accepted) {
        assertThat(accepted.test(original)).isTrue();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < original.size(); place++) {
            for (int bit = 0; bit < bits; bit++) {
                if (accepted.test(changed(original, place, 1 << bit))) {
                    places.add(place);
                }
            }
        }
        return places;
    }

    @Example
    void everyFlippedBitOfAProofFile_isRejected() {
        assertThat(placesThatCanChange(PROOFS.get(P256_NODE).encode(), 8, this::acceptedAsFile))
                .isEmpty();
        assertThat(placesThatCanChange(PROOFS.get(ED25519_NODE).encode(), 1, this::acceptedAsFile))
                .isEmpty();
    }

    @Example
    void everyFlippedBitOfAWitnessedProofFile_isRejected() throws MalformedException {
        Proof proof = PROOFS.get(P256_NODE);
        TreeHead head = Receipt.decode(proof.receipt(), proof.statement()).head();
        TestWitness witness = TestWitness.of(ED25519_NODE);
        Bytes file = proof.withCosignatures(List.of(witness.sign(head, NOW_MILLIS + 50)))
                .encode();
        Verifier demanding = new Verifier(TestPki.trusting(OWNER).withWitnesses(1));
        assertThat(placesThatCanChange(file, 1, bytes -> {
                    try {
                        return demanding.verify(Proof.decode(bytes), NOW_MILLIS) instanceof Verdict.Accepted;
                    } catch (MalformedException e) {
                        return false;
                    }
                }))
                .isEmpty();
    }

    @Property
    void anyChangedByteOfAProofFile_isRejected(@ForAll("nodes") Node node, @ForAll int place, @ForAll int change) {
        Bytes file = PROOFS.get(node).encode();
        assertThat(acceptedAsFile(changed(file, Math.floorMod(place, file.size()), 1 + Math.floorMod(change, 255))))
                .isFalse();
    }

    @Property
    void anyChangedByteOfAReceipt_isRejected(@ForAll("nodes") Node node, @ForAll int place, @ForAll int change) {
        Proof proof = PROOFS.get(node);
        Bytes receipt = proof.receipt();
        Bytes changed = changed(receipt, Math.floorMod(place, receipt.size()), 1 + Math.floorMod(change, 255));
        assertThat(accepted(new Proof(proof.statement(), changed, proof.identity(), proof.inputs(), proof.outputs())))
                .isFalse();
    }

    @Property
    void anyChangedByteOfAStatement_isRejected(@ForAll("nodes") Node node, @ForAll int place, @ForAll int change) {
        Proof proof = PROOFS.get(node);
        Bytes statement = proof.statement();
        Bytes changed = changed(statement, Math.floorMod(place, statement.size()), 1 + Math.floorMod(change, 255));
        assertThat(accepted(new Proof(changed, proof.receipt(), proof.identity(), proof.inputs(), proof.outputs())))
                .isFalse();
    }

    @Property
    void anyChangedByteOfATensor_isRejected(
            @ForAll boolean ofInput, @ForAll int which, @ForAll int place, @ForAll int change) {
        Proof proof = PROOFS.get(P256_NODE);
        Map<String, Tensor> tensors = new HashMap<>(ofInput ? proof.inputs() : proof.outputs());
        List<String> names = tensors.keySet().stream().sorted().toList();
        String name = names.get(Math.floorMod(which, names.size()));
        Tensor tensor = tensors.get(name);
        Bytes data = Bytes.copyOf(tensor.data());
        ByteBuffer changed = changed(data, Math.floorMod(place, data.size()), 1 + Math.floorMod(change, 255))
                .asBuffer();
        tensors.put(name, Tensor.of(tensor.type(), tensor.shape(), changed));
        assertThat(accepted(new Proof(
                        proof.statement(),
                        proof.receipt(),
                        proof.identity(),
                        ofInput ? tensors : proof.inputs(),
                        ofInput ? proof.outputs() : tensors)))
                .isFalse();
    }

    @Property
    void anyRemovedOrAddedByteOfAProofFile_isRejected(
            @ForAll("nodes") Node node, @ForAll int place, @ForAll byte added, @ForAll boolean remove) {
        byte[] file = PROOFS.get(node).encode().toArray();
        int at = Math.floorMod(place, file.length);
        ByteBuffer changed = ByteBuffer.allocate(remove ? file.length - 1 : file.length + 1);
        changed.put(file, 0, at);
        if (!remove) {
            changed.put(added);
        }
        changed.put(file, remove ? at + 1 : at, changed.remaining());
        assertThat(acceptedAsFile(Bytes.copyOf(changed.flip()))).isFalse();
    }
}
