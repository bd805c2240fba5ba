package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.MerkleTree;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeHeadTest {
    private static final TestPki.Node NODE = FuzzSeeds.NODE;
    private static final Bytes SIGNATURE = Bytes.copyOf(new byte[64]);

    private static TreeHead head(long size, long timeMillis) {
        return new TreeHead(NODE.id(), CoseAlgorithm.ES256, size, MerkleTree.emptyRoot(), timeMillis, SIGNATURE);
    }

    /** A head's message with a header that its writer would never make. */
    private static Bytes message(int algorithm, long seconds, long size, long millis, int structure) {
        CborWriter header = new CborWriter().startMap(4).writeInt(1).writeInt(algorithm);
        header.writeInt(4).writeBytes(NODE.id().value());
        header.writeInt(15).startMap(3).writeInt(6).writeInt(seconds);
        header.writeInt(-65_537).writeInt(size).writeInt(-65_538).writeInt(millis);
        header.writeInt(395).writeInt(structure);
        Optional<Bytes> root = Optional.of(MerkleTree.emptyRoot().value());
        return new CoseSign1(header.toBytes(), CoseSign1.EMPTY_HEADER, root, SIGNATURE).encode();
    }

    @Test
    void emptyLog_hasAHead() throws SigningException, MalformedException {
        TreeHead head = TreeHead.sign(NODE.signer(), NODE.id(), 0, MerkleTree.emptyRoot(), 0);
        assertThat(TreeHead.decode(head.encode())).isEqualTo(head);
        assertThat(head.signedBy(NODE.keys().getPublic())).isTrue();
        assertThat(head.encode().size()).isLessThanOrEqualTo(TreeHead.SIZE_BYTES_MAX);
    }

    @Test
    void headOfAnotherNode_isNotSignedByThisKey() throws SigningException {
        NodeId other = FuzzSeeds.ED25519_NODE.id();
        TreeHead head = TreeHead.sign(NODE.signer(), other, 0, MerkleTree.emptyRoot(), 0);
        assertThat(head.signedBy(NODE.keys().getPublic())).isFalse();
    }

    @Test
    void everyField_isCoveredByTheSignature() throws SigningException {
        TreeHead head = TreeHead.sign(NODE.signer(), NODE.id(), 3, MerkleTree.emptyRoot(), 5000);
        Digest otherRoot = Digest.sha256(Bytes.utf8("other"));
        assertThat(new TreeHead(head.node(), head.algorithm(), 4, head.root(), 5000, head.signature())
                        .signedBy(NODE.keys().getPublic()))
                .isFalse();
        assertThat(new TreeHead(head.node(), head.algorithm(), 3, otherRoot, 5000, head.signature())
                        .signedBy(NODE.keys().getPublic()))
                .isFalse();
        assertThat(new TreeHead(head.node(), head.algorithm(), 3, head.root(), 5001, head.signature())
                        .signedBy(NODE.keys().getPublic()))
                .isFalse();
        assertThat(new TreeHead(head.node(), CoseAlgorithm.EDDSA, 3, head.root(), 5000, head.signature())
                        .signedBy(NODE.keys().getPublic()))
                .isFalse();
    }

    @Test
    void headerThatIsNotExactlyAHeads_isRefused() throws MalformedException {
        assertThat(TreeHead.decode(message(-7, 1, 2, 1999, 1)).size()).isEqualTo(2);
        for (Bytes malformed : new Bytes[] {
            message(-37, 1, 2, 1999, 1),
            message(-7, 2, 2, 1999, 1),
            message(-7, 1, -2, 1999, 1),
            message(-7, 1, MerkleTree.SIZE_MAX + 1, 1999, 1),
            message(-7, 1, 2, 1999, 2),
            message(-7, -1, 2, -1000, 1)
        }) {
            assertThatThrownBy(() -> TreeHead.decode(malformed)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void valuesOutOfRange_areRefused() {
        assertThatThrownBy(() -> head(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head(MerkleTree.SIZE_MAX + 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> head(0, 253_402_300_800_000L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new TreeHead(NODE.id(), CoseAlgorithm.ES256, 0, MerkleTree.emptyRoot(), 0, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
