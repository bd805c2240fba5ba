package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CosignedHeadTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Node NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    private static final TestWitness FIRST = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final TestWitness SECOND = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final TreeHead HEAD = new TestLog(NODE, 4).head(NOW_MILLIS);

    @Test
    void encoding_isReadAndWrittenAgain() throws MalformedException {
        CosignedHead cosigned =
                new CosignedHead(HEAD, List.of(FIRST.sign(HEAD, NOW_MILLIS), SECOND.sign(HEAD, NOW_MILLIS)));
        assertThat(CosignedHead.decode(cosigned.encode())).isEqualTo(cosigned);
    }

    @Test
    void largest_fitsIntoTheSizeThatReadersTake() {
        CosignedHead cosigned = new CosignedHead(HEAD, List.of(FIRST.sign(HEAD, NOW_MILLIS)));
        int others = cosigned.encode().size()
                - cosigned.cosignatures().get(0).encode().size();
        assertThat(others
                        - HEAD.encode().size()
                        + TreeHead.SIZE_BYTES_MAX
                        + Cosignature.COUNT_MAX * (3 + Cosignature.SIZE_BYTES_MAX))
                .isLessThanOrEqualTo(CosignedHead.SIZE_BYTES_MAX);
    }

    @Test
    void cosignatureOfAnotherHead_orTwoOfOneWitness_orNone_areRefused() {
        Cosignature word = FIRST.sign(HEAD, NOW_MILLIS);
        Cosignature other = SECOND.sign(new TestLog(NODE, 5).head(NOW_MILLIS), NOW_MILLIS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosignedHead(HEAD, List.of(word, other)))
                .withMessage("a cosignature is of another head");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosignedHead(HEAD, List.of(word, FIRST.sign(HEAD, NOW_MILLIS + 1))))
                .withMessageContaining("two cosignatures of " + FIRST.node().id());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosignedHead(HEAD, List.of()))
                .withMessageContaining("1 to 8 cosignatures");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CosignedHead(HEAD, new ArrayList<>(Collections.nCopies(9, word))))
                .withMessageContaining("not 9");
    }

    @Test
    void theSame_isMalformedWhenRead() {
        Bytes word = FIRST.sign(HEAD, NOW_MILLIS).encode();
        assertMalformed("a head has 1 to 8 cosignatures here");
        assertMalformed("there are two cosignatures of " + FIRST.node().id(), word, word);
        assertMalformed(
                "a cosignature is of another head",
                SECOND.sign(new TestLog(NODE, 5).head(NOW_MILLIS), NOW_MILLIS).encode());
    }

    private static void assertMalformed(String why, Bytes... words) {
        CborWriter writer =
                new CborWriter().startArray(2).writeBytes(HEAD.encode()).startArray(words.length);
        for (Bytes word : words) {
            writer.writeBytes(word);
        }
        assertThatThrownBy(() -> CosignedHead.decode(writer.toBytes()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void vector_isReadAndWrittenAgain() throws MalformedException {
        ProtocolPage page = new ProtocolPage();
        CosignedHead cosigned = new CosignedHead(
                TreeHead.decode(page.vector("tree-head-ed25519")),
                List.of(Cosignature.decode(page.vector("cosignature"))));
        assertThat(cosigned.encode()).isEqualTo(page.vector("cosigned-head"));
        assertThat(CosignedHead.decode(page.vector("cosigned-head"))).isEqualTo(cosigned);
    }
}
