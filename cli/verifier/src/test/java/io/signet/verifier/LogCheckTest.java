package io.signet.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.provisioning.Certificates;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.Cosignature;
import io.signet.statement.CosignedHead;
import io.signet.statement.NodeId;
import io.signet.statement.TreeHead;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckTest {
    @TempDir
    Path directory;

    private TestLogDirectory log;

    @BeforeEach
    void makeNode() throws Exception {
        log = new TestLogDirectory(directory.resolve("log"));
    }

    private String check(Outcome outcome, boolean json) {
        return check(outcome, json, TrustPolicy.of(List.of(log.owner.certificate())));
    }

    private String check(Outcome outcome, boolean json, TrustPolicy policy) {
        StringWriter out = new StringWriter();
        VerifyReport report = new VerifyReport(Path.of("trust.yaml"), policy, new PrintWriter(out, true), json, false);
        new FileChecks(new Verifier(policy), TestLogDirectory.NOW.toEpochMilli(), report).check(log.directory);
        report.finish();
        assertThat(report.outcome()).as(out.toString()).isEqualTo(outcome);
        return out.toString();
    }

    private void assertRejected(String message) {
        assertThat(check(Outcome.REJECTED, false)).contains(": REJECTED: log of node ", "  FAILED ", message);
    }

    @Test
    void logsOfEveryShape_areAccepted() throws Exception {
        for (int size : new int[] {0, 1, 255, 1, 43, 212}) {
            log.fill(size).write();
            assertThat(check(Outcome.ACCEPTED, false))
                    .contains(": ACCEPTED: log of node " + log.key.node() + ", " + log.entries.size() + " statements")
                    .contains("log: The node's key signed this log of " + log.entries.size()
                            + " statements, each of the ")
                    .contains("NOT PROVED  one log");
        }
        assertThat(check(Outcome.ACCEPTED, true)).contains("\"verdict\" : \"accepted\"", "\"size\" : 512");
    }

    @Test
    void witnessesOfALog_areDemandedAndNamed() throws Exception {
        TrustPolicy two = TrustPolicy.of(List.of(log.owner.certificate())).withWitnesses(2);
        log.fill(300).write();
        assertThat(check(Outcome.REJECTED, false, two))
                .contains("FAILED      witness: The policy demands 2 witnesses of the node's log, but 0 count");
        Cosignature first = log.cosign(log.head());
        log.put("cosignatures", new CosignedHead(log.head(), List.of(first)).encode());
        assertThat(check(Outcome.REJECTED, false, two)).contains("but 1 counts");
        log.put("cosignatures", new CosignedHead(log.head(), List.of(first, log.cosign(log.head()))).encode());
        assertThat(check(Outcome.ACCEPTED, false, two))
                .contains("PROVED      one log: 2 witnesses signed that this log extends whatever they saw")
                .contains(first.witness().node() + " of Anna");
        log.fill(1).write();
        assertThat(check(Outcome.ACCEPTED, false, two))
                .as("which it had a moment to show to them")
                .contains("signed that the first 300 of its 301 statements extend");
    }

    @Test
    void cosignaturesOfAnotherLog_areRejected() throws Exception {
        log.fill(3).write();
        TreeHead longer = log.head();
        log.put("cosignatures", new CosignedHead(longer, List.of(log.cosign(longer))).encode());
        log.entries.remove(2);
        log.write();
        assertRejected("Witnesses cosigned a log of 3 statements: the last of them are missing here.");
        log.entries.add(log.statement(log.key.node(), 99));
        log.write();
        assertRejected("one log: ");
        log.put("cosignatures", Bytes.utf8("none"));
        assertThat(check(Outcome.UNREADABLE, false)).contains("cosignatures are none");
    }

    @Test
    void partialTileThatGrew_isReadFromTheFullOne() throws Exception {
        log.fill(300).write();
        Bytes head = Bytes.copyOf(Files.readAllBytes(log.directory.resolve("checkpoint")));
        log.fill(300).write();
        log.remove("tile/0/001.p/44");
        log.remove("tile/entries/001.p/44");
        log.put("checkpoint", head);
        check(Outcome.ACCEPTED, false);
    }

    @Test
    void changedEntry_isNoticed() throws Exception {
        log.fill(300).write();
        log.spoil("tile/entries/000");
        assertRejected("entry 255: it is another one than its hash is of");
    }

    @Test
    void changedFullTile_isNoticed() throws Exception {
        log.fill(600).write();
        log.spoil("tile/0/001");
        assertRejected("entry 511: it is another one than its hash is of");
    }

    @Test
    void changedTileAtTheEdge_doesNotGiveTheRoot() throws Exception {
        log.fill(300).write();
        log.spoil("tile/0/001.p/44");
        assertRejected("don't give the root");
    }

    @Test
    void damagedBundle_isNoticed() throws Exception {
        log.fill(3).write();
        log.put("tile/entries/000.p/3", Bytes.fromHex("ffff"));
        assertRejected("tile/entries/000.p/3 is damaged");
    }

    @Test
    void statementOfAnotherNode_doesNotBelongHere() throws Exception {
        log.fill(2);
        log.entries.add(log.statement(new NodeId(Bytes.fromHex("33".repeat(16))), 2));
        log.write();
        assertRejected("entry 2: it is another node's statement");
    }

    @Test
    void entryThatIsNoStatement_doesNotBelongHere() throws Exception {
        log.fill(2).entries.add(Bytes.utf8("anything"));
        log.write();
        assertRejected("entry 2: it is no statement: ");
    }

    @Test
    void headOfAnotherKey_isNoticed() throws Exception {
        log.fill(2).write();
        log.spoil("checkpoint");
        assertRejected("did not sign the log");
    }

    @Test
    void ownerWhomThePolicyDoesNotTrust_isNamed() throws Exception {
        log.fill(2).write();
        TestLogDirectory other = new TestLogDirectory(directory.resolve("other"));
        assertThat(check(Outcome.REJECTED, false, TrustPolicy.of(List.of(other.owner.certificate()))))
                .contains("FAILED      owner: ");
    }

    @Test
    void missingFiles_leaveNoVerdict() throws Exception {
        log.fill(300).write();
        log.remove("tile/0/001.p/44");
        assertThat(check(Outcome.UNREADABLE, false)).contains("tile/0/001.p/44 is not here");
        log.remove("identity");
        assertThat(check(Outcome.UNREADABLE, false)).contains("UNREADABLE: the log is not complete: there is no ");
        log.put("identity", Bytes.utf8("none"));
        assertThat(check(Outcome.UNREADABLE, false))
                .contains("UNREADABLE: can't be read: identity is no node's identity");
    }

    @Test
    void tilesThatWereMovedAway_areSaid() throws Exception {
        log.fill(65_536 + 300).write();
        for (int i = 0; i < 256; i++) {
            log.remove("tile/entries/%03d".formatted(i));
            log.remove("tile/0/%03d".formatted(i));
        }
        assertThat(check(Outcome.ACCEPTED, false))
                .contains("each of the 300 that are here is the one that was signed")
                .contains("65536 older statements are not here: they were moved away.");
    }

    private String checkHome(Path home, Outcome outcome) {
        TrustPolicy policy = TrustPolicy.of(List.of(log.owner.certificate()));
        StringWriter out = new StringWriter();
        VerifyReport report = new VerifyReport(Path.of("trust.yaml"), policy, new PrintWriter(out, true), false, false);
        new FileChecks(new Verifier(policy), TestLogDirectory.NOW.toEpochMilli(), report).check(home);
        assertThat(report.outcome()).as(out.toString()).isEqualTo(outcome);
        return out.toString();
    }

    @Test
    void logInANodesHome_isReadFromItsOwnFiles() throws Exception {
        Path home = directory.resolve("home");
        Files.createDirectories(home.resolve("identity"));
        Certificates.write(home.resolve("identity/chain.pem"), log.identity.parsed());
        Path own = Files.createDirectories(home.resolve("log"));
        assertThat(checkHome(home, Outcome.UNREADABLE)).contains("there is no log: no file");
        try (LogAgent agent =
                LogAgent.open(new DiskStorage(own), log.key, TestLogDirectory.CLOCK, LogOptions.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                agent.append(log.statement(log.key.node(), i));
            }
            agent.doWork();
        }
        Files.write(own.resolve("checkpoint"), new byte[] {1}); // what a web server would read is not what counts
        assertThat(checkHome(directory, Outcome.ACCEPTED))
                .contains("home: ACCEPTED: log of node " + log.key.node() + ", 3 statements");
        spoilStatement(own);
        assertThat(checkHome(home, Outcome.REJECTED)).contains("home: REJECTED", "FAILED      log: ");
    }

    /** Changes a byte of the first statement in the file that holds it. */
    private static void spoilStatement(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                int at = new String(content, StandardCharsets.ISO_8859_1).indexOf("meter-digits");
                if (at >= 0) {
                    content[at] = 'x';
                    Files.write(file, content);
                }
            }
        }
    }
}
