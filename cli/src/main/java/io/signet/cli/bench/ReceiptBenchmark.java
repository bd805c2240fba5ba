package io.signet.cli.bench;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import io.signet.statement.TreeHead;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import io.signet.statement.cose.SigningException;
import io.signet.statement.merkle.Frontier;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Size of a receipt, and receipts verified a second on one core, in a log of a million statements. */
final class ReceiptBenchmark implements Benchmark {
    private static final String VERIFIED = "receipts_verified_per_second_core";
    private static final String BYTES = "receipt_bytes_at_1m";
    private static final int TREE_SIZE = 1_000_000;
    private static final int RECEIPTS = 2_000;
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration RUN = Duration.ofSeconds(3);

    @Override
    public List<String> names() {
        return List.of(VERIFIED, BYTES);
    }

    /** What a verifier has: the receipt of a statement, as bytes. */
    private record Case(Bytes statement, Bytes receipt) {}

    @Override
    public List<Figure> run() throws BenchmarkException {
        try (TestLog directory = TestLog.create()) {
            Path files = directory.directory();
            OwnerAuthority owner =
                    OwnerAuthority.create(files.resolve("owner"), "Benchmark", Clock.SYSTEM, new SecureRandom());
            HardwareKey key = SoftwareKey.create(files.resolve("node.pem"));
            IdentityChain chain = IdentityChain.of(owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
            List<Case> cases = cases(key);
            int largest = cases.stream().mapToInt(c -> c.receipt().size()).max().orElseThrow();
            Verifier verifier = new Verifier(TrustPolicy.of(List.of(owner.certificate())));
            verify(verifier, chain, cases, WARM_UP);
            return List.of(
                    Figure.of(VERIFIED, verify(verifier, chain, cases, RUN), "receipts/s", Budget.atLeast(20_000)),
                    Figure.of(BYTES, largest, "bytes", Budget.atMost(1_000)));
        } catch (IOException | AttestationException | ProvisioningException | SigningException | MalformedException e) {
            throw new BenchmarkException("cannot make receipts to measure: " + e.getMessage(), e);
        }
    }

    private static List<Case> cases(HardwareKey key) throws SigningException {
        long time = System.currentTimeMillis();
        List<Digest> leaves = new ArrayList<>(TREE_SIZE);
        Frontier frontier = new Frontier();
        for (int i = 0; i < TREE_SIZE; i++) {
            Digest leaf = MerkleTree.leafHash(statement(key, i, time).encode());
            leaves.add(leaf);
            frontier.append(leaf);
        }
        TreeHead head = TreeHead.sign(key.signer(), key.node(), TREE_SIZE, frontier.root(), time);
        List<Case> cases = new ArrayList<>(RECEIPTS);
        List<List<Digest>> levels = levels(leaves);
        for (int i = 0; i < RECEIPTS; i++) {
            int index = (int) ((long) i * TREE_SIZE / RECEIPTS);
            InclusionProof proof = new InclusionProof(TREE_SIZE, index, path(levels, index));
            cases.add(new Case(statement(key, index, time).encode(), new Receipt(head, proof).encode()));
        }
        return cases;
    }

    private static Statement statement(HardwareKey key, long number, long timeMillis) {
        Statement plain = TestLog.statement(key.node(), number);
        return new Statement(
                plain.node(),
                plain.assurance(),
                plain.model(),
                plain.modelPackage(),
                plain.input(),
                plain.output(),
                plain.engine(),
                plain.device(),
                plain.nonce(),
                plain.requester(),
                timeMillis);
    }

    /** All levels of the tree, leaves first; an odd last node is promoted (RFC 9162 section 2.1.1). */
    private static List<List<Digest>> levels(List<Digest> leaves) {
        List<List<Digest>> levels = new ArrayList<>(List.of(leaves));
        for (List<Digest> below = leaves; below.size() > 1; below = levels.get(levels.size() - 1)) {
            List<Digest> level = new ArrayList<>((below.size() + 1) / 2);
            for (int i = 0; i + 1 < below.size(); i += 2) {
                level.add(MerkleTree.nodeHash(below.get(i), below.get(i + 1)));
            }
            if (below.size() % 2 == 1) {
                level.add(below.get(below.size() - 1));
            }
            levels.add(level);
        }
        return levels;
    }

    private static List<Digest> path(List<List<Digest>> levels, int index) {
        List<Digest> path = new ArrayList<>();
        int at = index;
        for (List<Digest> level : levels) {
            int sibling = at ^ 1;
            if (sibling < level.size()) {
                path.add(level.get(sibling));
            }
            at /= 2;
        }
        return path;
    }

    private static double verify(Verifier verifier, IdentityChain chain, List<Case> cases, Duration duration)
            throws MalformedException, BenchmarkException {
        long now = System.currentTimeMillis();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        long verified = 0;
        while (System.nanoTime() < end) {
            for (Case one : cases) {
                Statement statement = Statement.decode(one.statement());
                Receipt receipt = Receipt.decode(one.receipt(), one.statement());
                if (verifier.verify(statement, receipt, chain, now) instanceof Verdict.Rejected rejected) {
                    throw new BenchmarkException("a receipt is refused: " + rejected.message());
                }
                verified++;
            }
        }
        return verified * 1e9 / (System.nanoTime() - start);
    }
}
