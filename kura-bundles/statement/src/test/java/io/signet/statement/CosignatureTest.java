package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.TestPki.Issuer;
import io.signet.statement.TestPki.Node;
import io.signet.statement.cose.CoseSign1;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CosignatureTest {
    private static final Issuer OWNER = TestPki.owner("Anna");
    private static final Node NODE = TestPki.node(OWNER, Assurance.SOFTWARE);
    private static final TestWitness WITNESS = TestWitness.of(TestPki.node(OWNER, Assurance.SOFTWARE));
    private static final TreeHead HEAD = new TestLog(NODE, 4).head(NOW_MILLIS);
    private static final Cosignature COSIGNATURE = WITNESS.sign(HEAD, NOW_MILLIS + 5);

    @Test
    void cosignature_coversItsHeadAndIsSigned() {
        assertThat(COSIGNATURE.signed()).isTrue();
        assertThat(COSIGNATURE.covers(HEAD)).isTrue();
        assertThat(COSIGNATURE.covers(new TestLog(NODE, 4).head(NOW_MILLIS + 900)))
                .as("the same log, signed again later")
                .isTrue();
    }

    @Test
    void headOfAnotherSizeRootOrNode_isNotCovered() {
        assertThat(COSIGNATURE.covers(new TestLog(NODE, 5).head(NOW_MILLIS))).isFalse();
        assertThat(COSIGNATURE.covers(new TestLog(WITNESS.node(), 4).head(NOW_MILLIS)))
                .isFalse();
        TestLog fork = new TestLog(NODE, 3);
        fork.append(Bytes.utf8("another"), NOW_MILLIS);
        assertThat(COSIGNATURE.covers(fork.head(NOW_MILLIS))).isFalse();
    }

    @Test
    void encoding_isReadAndWrittenAgain() throws MalformedException {
        Cosignature read = Cosignature.decode(COSIGNATURE.encode());
        assertThat(read).isEqualTo(COSIGNATURE);
        assertThat(read.encode()).isEqualTo(COSIGNATURE.encode());
        assertThat(COSIGNATURE.encode().size()).isLessThan(Cosignature.SIZE_BYTES_MAX);
        assertThat(Cosignature.of(WITNESS.node().chain(), WITNESS.session(), COSIGNATURE.message()))
                .isEqualTo(COSIGNATURE);
    }

    @Test
    void sessionKeyThatTheWitnessDidNotCertify_isNotSigned() {
        Node witness = WITNESS.node();
        Node impostor = new Node(TestPki.p256(), witness.chain());
        // The impostor certifies a session key in the witness's name, with a key of his own.
        assertThat(TestWitness.of(impostor).sign(HEAD, NOW_MILLIS + 5).signed()).isFalse();
    }

    @Test
    void timeOutsideOfTheSession_isNotSigned() {
        long end = NOW_MILLIS - 1000 + TestWitness.LIFE_MILLIS;
        assertThat(WITNESS.sign(HEAD, NOW_MILLIS - 1000).signed()).isTrue();
        assertThat(WITNESS.sign(HEAD, NOW_MILLIS - 1001).signed()).isFalse();
        assertThat(WITNESS.sign(HEAD, end).signed()).isTrue();
        assertThat(WITNESS.sign(HEAD, end + 1).signed()).isFalse();
    }

    @Test
    void anotherMessageOfTheSessionKey_isNoCosignature() throws MalformedException {
        CoseSign1 genuine = CoseSign1.decode(COSIGNATURE.message());
        Bytes messageHeader =
                Bytes.fromHex("a201270448" + WITNESS.session().keyId().toHex());
        CoseSign1 message =
                new CoseSign1(messageHeader, CoseSign1.EMPTY_HEADER, genuine.payload(), genuine.signature());
        assertRefused(message.encode(), "header");
        CoseSign1 open = new CoseSign1(
                genuine.protectedHeader(), Bytes.fromHex("a10101"), genuine.payload(), genuine.signature());
        assertRefused(open.encode(), "header");
        CoseSign1 detached =
                new CoseSign1(genuine.protectedHeader(), CoseSign1.EMPTY_HEADER, Optional.empty(), genuine.signature());
        assertRefused(detached.encode(), "payload");
    }

    private static void assertRefused(Bytes message, String why) {
        assertThatThrownBy(() -> Cosignature.of(WITNESS.node().chain(), WITNESS.session(), message))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anotherWitnessesCertificate_isRefused() {
        Node other = TestPki.node(OWNER, Assurance.SOFTWARE);
        assertThatThrownBy(() -> Cosignature.of(other.chain(), WITNESS.session(), COSIGNATURE.message()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("another node's");
        assertThatThrownBy(() -> new Cosignature(
                        other.chain(),
                        WITNESS.session(),
                        NODE.id(),
                        4,
                        HEAD.root(),
                        NOW_MILLIS,
                        COSIGNATURE.signature()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("can't sign for witness");
    }
}
