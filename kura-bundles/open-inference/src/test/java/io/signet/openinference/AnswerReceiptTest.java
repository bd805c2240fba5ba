package io.signet.openinference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The section "Answer receipt" of docs/protocol.md, to the byte. */
class AnswerReceiptTest {
    private static final Path PAGE = Path.of("../../docs/protocol.md");

    private static Bytes vector(String name) throws Exception {
        Matcher block = Pattern.compile("```vector " + Pattern.quote(name) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).as(name).isTrue();
        return Bytes.fromHex(block.group(1).replaceAll(";[^\n]*", "").replaceAll("\\s", ""));
    }

    private static Proof proof() throws Exception {
        return new Proof(
                vector("statement"),
                vector("receipt"),
                IdentityChain.decode(vector("identity-chain")),
                Map.of(),
                Map.of());
    }

    @Test
    void vector_isWrittenAndRead() throws Exception {
        AnswerReceipt receipt = AnswerReceipt.of(proof(), Map.of());
        assertThat(receipt.encode()).isEqualTo(vector("answer-receipt"));
        assertThat(AnswerReceipt.decode(vector("answer-receipt"))).isEqualTo(receipt);
        assertThat(AnswerReceipt.ofText(receipt.toText())).isEqualTo(receipt);
    }

    @Test
    void partsAndDigests_comeBack() throws Exception {
        Digest digest = Digest.sha256(Bytes.utf8("x"));
        AnswerReceipt receipt = new AnswerReceipt(List.of(
                new AnswerReceipt.Part(6, proof(), Map.of("scores", digest, "y", digest)),
                new AnswerReceipt.Part(2, proof(), Map.of())));
        assertThat(AnswerReceipt.decode(receipt.encode())).isEqualTo(receipt);
        assertThat(receipt.parts().get(0).omitted().keySet()).containsExactly("y", "scores");
    }

    @Test
    void outputLeftOutUnderANameThatNoTensorHas_isRefused() throws Exception {
        Digest digest = Digest.sha256(Bytes.utf8("x"));
        for (String name : List.of("größe", "", "x".repeat(65))) {
            Bytes encoded = AnswerReceipt.of(proof(), Map.of(name, digest)).encode();
            assertThatExceptionOfType(MalformedException.class)
                    .as(name)
                    .isThrownBy(() -> AnswerReceipt.decode(encoded));
        }
    }

    @Test
    void whatCanBeNoReceipt_isRefused() throws Exception {
        assertThatIllegalArgumentException().isThrownBy(() -> new AnswerReceipt(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AnswerReceipt(List.of(new AnswerReceipt.Part(1, proof(), Map.of()))))
                .withMessage("each part has its rows, unless there is only one");
        Proof withOutputs = new Proof(
                proof().statement(),
                proof().receipt(),
                proof().identity(),
                Map.of(),
                Map.of("y", Tensor.ofFloats(List.of(1L), 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerReceipt.of(withOutputs, Map.of()))
                .withMessage("a part's tensors are in the answer, not in its proof");
    }

    @Test
    void anyChangedHead_isRefused() throws Exception {
        byte[] good = vector("answer-receipt").toArray();
        for (int i = 0; i < 24; i++) {
            byte[] changed = good.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(MalformedException.class)
                    .as("byte " + i)
                    .isThrownBy(() -> AnswerReceipt.decode(Bytes.copyOf(changed)));
        }
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> AnswerReceipt.ofText("not base64!"));
    }
}
