package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.signet.openinference.AnswerReceipt;
import io.signet.openinference.InferResponse;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Revocation;
import io.signet.statement.Digest;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.TensorDigest;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    static Path shared;

    private static Path trust = Path.of("unset");
    private static Path foreignTrust = Path.of("unset");

    @TempDir
    Path directory;

    @BeforeAll
    static void makeMeshes() {
        for (String name : List.of("mesh", "foreign")) {
            assertThat(new Cli(shared)
                            .run("mesh", "create", shared.resolve(name), "--nodes=1")
                            .code())
                    .isZero();
        }
        trust = shared.resolve("mesh/requester/trust.yaml");
        foreignTrust = shared.resolve("foreign/requester/trust.yaml");
    }

    private static Proof proof() throws Exception {
        return new TestReceipts(shared.resolve("mesh/node-1")).proof(Cli.NOW.minusSeconds(60));
    }

    private Path receipt(String name) throws Exception {
        return TestReceipts.write(directory.resolve(name), proof());
    }

    private Cli.Result verify(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "verify";
        all[1] = "--trust";
        all[2] = trust;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Cli(directory).run(all);
    }

    @Test
    void goodReceipt_isAcceptedAndWhatIsNotProvedIsSaid() throws Exception {
        Cli.Result result = verify(receipt("answer.receipt"));
        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("answer.receipt: ACCEPTED: meter-digits on node ")
                .contains("  PROVED      owner: ", "  PROVED      log: ", "  PROVED      input: ")
                .contains("  NOT PROVED  hardware: key protection: software. This does not prove hardware.")
                .contains("1 accepted, 0 rejected (trust policy " + trust + ": key protection software or better)")
                .doesNotContain("FAILED");
    }

    /** The list of the mesh's owner, made at {@code made}, who revoked the node two minutes ago if it has it. */
    private Path list(boolean revoked, Instant made) throws Exception {
        Path mesh = shared.resolve("mesh");
        OwnerAuthority owner = OwnerAuthority.of(
                Credentials.load(
                        mesh.resolve("owner").resolve(OwnerAuthority.KEY_FILE),
                        mesh.resolve("owner").resolve(OwnerAuthority.CERTIFICATE_FILE)),
                new Cli.FixedClock(made),
                new SecureRandom());
        BigInteger node = Certificates.read(mesh.resolve("node-1/identity/chain.pem"))
                .get(0)
                .getSerialNumber();
        Revocation revocation = new Revocation(node, Cli.NOW.minusSeconds(120), false);
        return Files.write(
                directory.resolve("owner.crl"),
                owner.revocationList(revoked ? List.of(revocation) : List.of(), BigInteger.ONE, Duration.ofDays(7))
                        .toArray());
    }

    /** A policy as the mesh's, that names {@code list} itself. */
    private Path naming(Path list) throws Exception {
        Files.copy(
                shared.resolve("mesh/owner").resolve(OwnerAuthority.CERTIFICATE_FILE), directory.resolve("owner.pem"));
        return Files.writeString(
                directory.resolve("naming.yaml"),
                "owners: [owner.pem]\nminimal-assurance: software\nrevoked: [" + list.getFileName() + "]\n");
    }

    @Test
    void nodeThatThePolicyKnowsToBeRevoked_isNotBelieved() throws Exception {
        Path policy = naming(list(true, Cli.NOW.minusSeconds(30)));
        Cli.Result result = new Cli(directory).run("verify", "--trust", policy, receipt("answer.receipt"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("answer.receipt: REJECTED")
                .contains("revoked")
                .doesNotContain("CAUTION");
    }

    @Test
    void overdueListOfThePolicy_isInForce_andItsAgeIsSaid() throws Exception {
        Path policy = naming(list(false, Cli.NOW.minus(Duration.ofDays(10))));
        Path receipt = receipt("answer.receipt");
        Cli.Result words = new Cli(directory).run("verify", "--trust", policy, receipt);
        assertThat(words.code()).isZero();
        assertThat(words.out()).containsPattern("CAUTION: .*owner.crl is 10 days old, and was to be renewed by");
        Cli.Result json = new Cli(directory).run("verify", "--json", "--trust", policy, receipt);
        assertThat(json.code()).isZero();
        assertThat(json.json())
                .extractingByKey("cautions", LIST)
                .singleElement()
                .asString()
                .contains("owner.crl is 10 days old");
    }

    /** What a node's gateway answers with the outputs of {@code proof}, as it is saved. */
    private Path answer(String model, Map<String, Tensor> outputs, AnswerReceipt receipt) throws Exception {
        InferResponse response =
                new InferResponse(model, Optional.empty(), Optional.empty(), outputs, Optional.of(receipt));
        ByteBuffer json = response.encode(Set.of()).json();
        byte[] saved = new byte[json.remaining()];
        json.get(saved);
        return Files.write(directory.resolve("answer.json"), saved);
    }

    private static Proof bare(Proof proof) {
        return new Proof(proof.statement(), proof.receipt(), proof.identity(), Map.of(), Map.of());
    }

    @Test
    void savedAnswer_isAcceptedWithExactlyItsOutput() throws Exception {
        Proof proof = proof();
        AnswerReceipt receipt = AnswerReceipt.of(bare(proof), Map.of());
        Cli.Result good = verify(answer("meter-digits", proof.outputs(), receipt));
        assertThat(good.out())
                .contains("answer.json: ACCEPTED: meter-digits on node ")
                .contains("PROVED      output: ", "NOT PROVED  input: The input is not here");
        assertThat(good.code()).isZero();
        Cli.Result other = verify(answer("meter-digits", Map.of("digit", Tensor.ofFloats(List.of(1L), 8f)), receipt));
        assertThat(other.out()).contains("answer.json: REJECTED (output mismatch)");
        assertThat(other.code()).isEqualTo(1);
        Cli.Result renamed = verify(answer("another", proof.outputs(), receipt));
        assertThat(renamed.out())
                .contains("FAILED      output: The answer claims to be of the model another, the statement is about"
                        + " meter-digits.");
        assertThat(renamed.code()).isEqualTo(1);
    }

    @Test
    void savedAnswerWithSomeOfTheOutputs_isCheckedWithTheDigestsOfTheOthers() throws Exception {
        Map<String, Tensor> outputs =
                Map.of("digit", Tensor.ofFloats(List.of(1L), 7f), "score", Tensor.ofFloats(List.of(1L), 0.5f));
        Proof proof = new TestReceipts(shared.resolve("mesh/node-1")).proof(Cli.NOW.minusSeconds(60), outputs);
        Map<String, Digest> omitted = Map.of("score", TensorDigest.of(outputs.get("score")));
        AnswerReceipt receipt = AnswerReceipt.of(bare(proof), omitted);
        Cli.Result good = verify(answer("meter-digits", Map.of("digit", outputs.get("digit")), receipt));
        assertThat(good.out())
                .contains("PROVED      output: The statement is about exactly these outputs, and about those left out:"
                        + " [score].");
        assertThat(good.code()).isZero();
        Cli.Result forged = verify(answer("meter-digits", Map.of("digit", Tensor.ofFloats(List.of(1L), 8f)), receipt));
        assertThat(forged.out())
                .contains("REJECTED (output mismatch)", "The outputs are not those that the statement is about.");
        Cli.Result twice = verify(answer("meter-digits", outputs, receipt));
        assertThat(twice.out()).contains("'score' is there and left out at once");
    }

    @Test
    void savedAnswerOfSeveralNodes_isCheckedPartByPart() throws Exception {
        Proof proof = proof();
        AnswerReceipt receipt = new AnswerReceipt(List.of(
                new AnswerReceipt.Part(1, bare(proof), Map.of()), new AnswerReceipt.Part(1, bare(proof), Map.of())));
        Cli.Result good = verify(
                "--json", answer("meter-digits", Map.of("digit", Tensor.ofFloats(List.of(2L), 7f, 7f)), receipt));
        assertThat(good.code()).isZero();
        assertThat(good.out()).contains("\"part\" : \"rows 0 to 0\"", "\"part\" : \"rows 1 to 1\"");
        Cli.Result second =
                verify(answer("meter-digits", Map.of("digit", Tensor.ofFloats(List.of(2L), 7f, 8f)), receipt));
        assertThat(second.out())
                .contains("answer.json, rows 0 to 0: ACCEPTED", "answer.json, rows 1 to 1: REJECTED (output mismatch)");
        for (int rows : new int[] {1, 3}) {
            Cli.Result uneven = verify(answer(
                    "meter-digits", Map.of("digit", Tensor.ofFloats(List.of((long) rows), new float[rows])), receipt));
            assertThat(uneven.out()).contains("REJECTED (malformed)", "rows");
        }
    }

    @Test
    void savedAnswerThatIsNone_isRejected() throws Exception {
        Path json = Files.writeString(directory.resolve("answer.json"), "{\"error\":\"busy\"}");
        assertThat(verify(json).out())
                .contains("REJECTED (malformed)", "This is no answer of a gateway, or a damaged one: ");
        Files.writeString(json, "{\"model_name\":\"m\",\"outputs\":[]}");
        assertThat(verify(json).out()).contains("the answer has no signet_receipt");
    }

    @Test
    void receiptOfAnotherOwner_isRejected() throws Exception {
        Cli.Result result = new Cli(directory).run("verify", "--trust", foreignTrust, receipt("answer.receipt"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("answer.receipt: REJECTED (untrusted owner)", "  FAILED      owner: ")
                .contains("0 accepted, 1 rejected");
    }

    @Test
    void anotherInput_isRejectedWithBothDigests() throws Exception {
        Proof good = proof();
        Proof forged = new Proof(
                good.statement(),
                good.receipt(),
                good.identity(),
                Map.of("image", Tensor.ofFloats(List.of(1L, 2L), 0.5f, 0.5f)),
                good.outputs());
        Cli.Result result = verify(TestReceipts.write(directory.resolve("forged.receipt"), forged));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("REJECTED (input mismatch)", "FAILED      input: ");
    }

    @Test
    void truncatedReceipt_isRejectedAndTheOthersAreStillChecked() throws Exception {
        byte[] content = proof().encode().toArray();
        Path cut = Files.write(directory.resolve("cut.receipt"), Arrays.copyOf(content, content.length / 2));
        Cli.Result result = verify(cut, receipt("whole.receipt"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("cut.receipt: REJECTED (malformed)", "This is no receipt, or a damaged one: ")
                .contains("whole.receipt: ACCEPTED", "1 accepted, 1 rejected");
    }

    @Test
    void anyChangedByte_isRejected() throws Exception {
        byte[] content = proof().encode().toArray();
        for (int i = 0; i < content.length; i += 41) {
            byte[] changed = content.clone();
            changed[i] ^= 0x20;
            Files.write(directory.resolve("changed-%04d.receipt".formatted(i)), changed);
        }
        Cli.Result result = verify("--quiet", directory);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("0 accepted, ").doesNotContain("ACCEPTED", "unreadable");
    }

    @Test
    void directory_standsForAllReceiptsBelow() throws Exception {
        receipt("a/one.receipt");
        receipt("a/b/two.receipt");
        Files.writeString(directory.resolve("a/notes.txt"), "no receipt");
        Cli.Result result = verify("--quiet", directory);
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("2 accepted, 0 rejected");
    }

    @Test
    void missingFile_isNamedAndTheOthersAreStillChecked() throws Exception {
        Cli.Result result = verify(directory.resolve("none.receipt"), receipt("whole.receipt"));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.out())
                .contains("none.receipt: UNREADABLE: there is no such file or directory")
                .contains("1 accepted, 0 rejected, 1 unreadable");
    }

    @Test
    void directoryWithoutReceipts_isAnErrorAndNoSilentSuccess() {
        Cli.Result result = verify(directory);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.out()).contains("there is no *.receipt file and no log in or below this directory");
    }

    @Test
    void json_saysTheSameForMachines() throws Exception {
        Path text = Files.writeString(directory.resolve("text.receipt"), "hello");
        Cli.Result result = verify("--json", receipt("answer.receipt"), text, directory.resolve("none.receipt"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json())
                .containsEntry("accepted", 1)
                .containsEntry("rejected", 1)
                .containsEntry("unreadable", 1)
                .extractingByKey("receipts", LIST)
                .satisfiesExactly(
                        accepted -> assertThat(accepted)
                                .hasFieldOrPropertyWithValue("verdict", "accepted")
                                .extracting("statement.model", "statement.time", "not_proved")
                                .satisfiesExactly(
                                        model -> assertThat(model).isEqualTo("meter-digits"),
                                        time -> assertThat(time).isEqualTo("2026-03-01T11:59:00Z"),
                                        notProved -> assertThat(notProved.toString())
                                                .contains("claim=hardware", "This does not prove hardware")),
                        rejected -> assertThat(rejected)
                                .hasFieldOrPropertyWithValue("verdict", "rejected")
                                .hasFieldOrPropertyWithValue("reason", "malformed"),
                        unreadable -> assertThat(unreadable).hasFieldOrPropertyWithValue("verdict", "unreadable"));
    }

    @Test
    void proofOfAForkedLog_isSaidAndCountsAgainstTheNode() throws Exception {
        TestReceipts node = new TestReceipts(shared.resolve("mesh/node-1"));
        byte[] fork = node.fork(Cli.NOW.minusSeconds(60)).encode().toArray();
        Files.write(directory.resolve("caught.equivocation"), fork);
        Cli.Result result = verify(directory);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("caught.equivocation: FORKED: node " + node.node())
                .contains("  PROVED      fork: node " + node.node() + " signed two different logs of 1 statements")
                .contains("The policy trusts the owner of this node, ")
                .contains("0 accepted, 1 rejected");
        Cli.Result json = new Cli(directory).run("verify", "--trust", foreignTrust, "--json", directory);
        assertThat(json.json()).extractingByKey("receipts", LIST).first().satisfies(entry -> assertThat(entry)
                .hasFieldOrPropertyWithValue("verdict", "forked")
                .hasFieldOrPropertyWithValue("node", node.node().toHex())
                .extracting("owner")
                .asString()
                .startsWith("The policy does not trust this node anyway: "));
        fork[fork.length - 3] ^= 1; // of the later head's signature; an empty path follows
        Cli.Result forged = verify(Files.write(directory.resolve("forged.equivocation"), fork));
        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.out()).contains("forged.equivocation: REJECTED (malformed)", "proves nothing");
    }

    @Test
    void noPolicyAnywhere_nothingIsAccepted() throws Exception {
        Cli.Result result = new Cli(directory).run("verify", receipt("answer.receipt"));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("signet: no trust policy: whose answers shall be believed?")
                .contains("--trust FILE or $SIGNET_TRUST", ".config/signet/trust.yaml");
    }

    @Test
    void policyFromTheEnvironment_isUsed() throws Exception {
        Cli.Result result =
                new Cli(directory).with("SIGNET_TRUST", trust.toString()).run("verify", receipt("answer.receipt"));
        assertThat(result.code()).isZero();
    }

    @Test
    void policyInTheUsersConfiguration_isUsed() throws Exception {
        Path config = Files.createDirectories(directory.resolve(".config/signet"));
        Files.copy(trust, config.resolve("trust.yaml"));
        Files.copy(trust.resolveSibling("owner.pem"), config.resolve("owner.pem"));
        assertThat(new Cli(directory).run("verify", receipt("answer.receipt")).code())
                .isZero();
        assertThat(new Cli(directory.resolve("nobody"))
                        .with("XDG_CONFIG_HOME", directory.resolve(".config").toString())
                        .run("verify", receipt("answer.receipt"))
                        .code())
                .isZero();
    }

    @Test
    void emptyVariable_countsAsNotSet() throws Exception {
        Cli.Result result = new Cli(directory).with("SIGNET_TRUST", "").run("verify", receipt("answer.receipt"));
        assertThat(result.err()).contains("no trust policy");
    }

    @Test
    void wrongPolicy_isNamedWithItsLine() throws Exception {
        Path wrong = Files.writeString(directory.resolve("wrong.yaml"), "owners: [none.pem]\n");
        Cli.Result result = new Cli(directory).run("verify", "--trust", wrong, receipt("answer.receipt"));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("none.pem: there is no such file");
    }

    @Test
    void receiptFromTheFuture_isRejected() throws Exception {
        Cli.Result result = new Cli(directory)
                .at(Cli.NOW.minus(Duration.ofHours(1)))
                .run("verify", "--trust", trust, receipt("answer.receipt"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("REJECTED (from the future)");
    }

    @Test
    void noReceiptNamed_isUsageError() {
        assertThat(verify().code()).isEqualTo(2);
    }
}
