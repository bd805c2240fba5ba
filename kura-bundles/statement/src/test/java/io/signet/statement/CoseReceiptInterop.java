package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.merkle.HashTiles;
import io.signet.statement.merkle.MerkleTree;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Receipts are checked by a COSE and RFC 9162 implementation in JavaScript that shares no code with ours. */
class CoseReceiptInterop {
    private static final Path SOURCE = Path.of("src", "test", "cose-interop");
    private static final Path HOME = Path.of("target", "cose-interop");
    private static final long INSTALL_MAX_S = 120;
    private static final TestPki.Node NODE = FuzzSeeds.NODE;

    private static Process foreign;
    private static BufferedWriter questions;
    private static BufferedReader answers;

    @BeforeAll
    static void installAndStart() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        for (String file : List.of("package.json", "package-lock.json", "verify.cjs")) {
            Files.copy(SOURCE.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        Process npm = run("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
        String said = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(npm.waitFor(INSTALL_MAX_S, TimeUnit.SECONDS)).isTrue();
        assertThat(npm.exitValue()).as(said).isZero();
        foreign = run("node", "verify.cjs");
        questions = foreign.outputWriter(StandardCharsets.UTF_8);
        answers = foreign.inputReader(StandardCharsets.UTF_8);
    }

    private static Process run(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        questions.close();
        foreign.destroy();
    }

    /** What the foreign implementation says: the root that is signed, or why it refuses. */
    private static String ask(String receipt, String... fields) throws IOException {
        StringBuilder line = new StringBuilder("{\"key\":" + jwk() + ",\"receipt\":\"" + receipt + '"');
        for (int i = 0; i < fields.length; i += 2) {
            line.append(",\"")
                    .append(fields[i])
                    .append("\":\"")
                    .append(fields[i + 1])
                    .append('"');
        }
        questions.write(line.append("}\n").toString());
        questions.flush();
        return answers.readLine();
    }

    private static String jwk() {
        ECPublicKey key = (ECPublicKey) NODE.keys().getPublic();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"alg\":\"ES256\",\"x\":\""
                + coordinate(key.getW().getAffineX()) + "\",\"y\":\""
                + coordinate(key.getW().getAffineY()) + "\"}";
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = HexFormat.of().parseHex(String.format("%064x", value));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Bytes withOneBitChanged(Bytes bytes, int at) {
        byte[] changed = bytes.toArray();
        changed[at] ^= 1;
        return Bytes.copyOf(changed);
    }

    @Test
    void receiptsOfLogsOfEverySize_areVerifiedWithTheSameRoot() throws IOException {
        Bytes statement = TestLog.statement(NODE).encode();
        for (int size : new int[] {2, 3, 4, 7, 8, 33, 100, 257}) {
            Receipt receipt = new TestLog(NODE, size - 1).append(statement, TestPki.NOW_MILLIS);
            assertThat(ask(receipt.encode().toHex(), "entry", statement.toHex()))
                    .isEqualTo(receipt.head().root().value().toHex());
        }
    }

    @Test
    void receiptOfAnotherStatementOrWithAChangedSignature_isRefused() throws IOException {
        Bytes statement = TestLog.statement(NODE).encode();
        Bytes receipt =
                new TestLog(NODE, 5).append(statement, TestPki.NOW_MILLIS).encode();
        Bytes otherStatement = withOneBitChanged(statement, statement.size() - 1);
        Bytes otherSignature = withOneBitChanged(receipt, receipt.size() - 1);
        assertThat(ask(receipt.toHex(), "entry", otherStatement.toHex())).startsWith("refused: ");
        assertThat(ask(otherSignature.toHex(), "entry", statement.toHex())).startsWith("refused: ");
    }

    /** Between sizes of which the earlier is no power of 2: there it leaves out step 2 of RFC 9162 section 2.1.4.2. */
    @Test
    void consistencyReceipts_areVerified_andThoseOfAnotherHistoryRefused() throws IOException {
        HashTiles log = ConsistencyReceiptTest.LOG;
        for (int from : new int[] {3, 5, 6, 7}) {
            ConsistencyReceipt receipt = ConsistencyReceiptTest.receipt(from, 9);
            String oldRoot = MerkleTree.root(log, from).value().toHex();
            String newRoot = receipt.head().root().value().toHex();
            String encoded = receipt.encode().toHex();
            assertThat(ask(encoded, "oldRoot", oldRoot, "newRoot", newRoot)).isEqualTo(newRoot);
            String otherRoot = MerkleTree.root(log, from + 1).value().toHex();
            assertThat(ask(encoded, "oldRoot", otherRoot, "newRoot", newRoot)).startsWith("refused: ");
        }
    }
}
