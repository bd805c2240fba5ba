package io.signet.kura.internal;

import io.signet.openinference.json.JsonWriter;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Bytes;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.RevocationList;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of a receipt by a node's trust policy.
 *
 * @param good whether everything that the policy demands holds
 * @param verdict in a sentence
 * @param findings what was found, in the order of the checks
 */
record ReceiptCheck(boolean good, String verdict, List<Finding> findings) {
    /** Owners whose lists of revocations are read at most. */
    private static final int LISTS_MAX = 64;

    private static final String LISTS = "revoked-*.crl";

    ReceiptCheck {
        findings = List.copyOf(findings);
    }

    /**
     * Checks.
     *
     * @param home where {@code trust.yaml} is, and the lists of revocations that the mesh's owners sent
     * @param nowMillis the time, in milliseconds since 1970
     * @throws ProvisioningException if the policy, or what is known to be revoked, can't be read: then nothing is believed
     */
    static ReceiptCheck of(Path home, Bytes receipt, long nowMillis) throws ProvisioningException {
        TrustPolicy policy = TrustPolicyFile.read(home.resolve(TrustPolicyFile.FILE_NAME))
                .policy()
                .withRevocations(revocations(home));
        Verdict verdict;
        try {
            verdict = new Verifier(policy).verify(Proof.decode(receipt), nowMillis);
        } catch (MalformedException e) {
            return new ReceiptCheck(false, "This is no receipt: " + e.getMessage(), List.of());
        }
        if (verdict instanceof Verdict.Rejected rejected) {
            return new ReceiptCheck(false, rejected.message(), rejected.findings());
        }
        return new ReceiptCheck(
                true, "The answer is proved by all that this node's trust policy demands.", verdict.findings());
    }

    private static List<RevocationList> revocations(Path home) throws ProvisioningException {
        List<RevocationList> lists = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, LISTS)) {
            for (Path file : files) {
                if (lists.size() == LISTS_MAX || Files.size(file) > RevocationList.SIZE_BYTES_MAX) {
                    throw ProvisioningException.in(
                            file, "is one list of revocations too many, or too large; take away what is none");
                }
                lists.add(new RevocationList(Bytes.copyOf(Files.readAllBytes(file))));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw ProvisioningException.in(home, "has a list of revocations that can't be read: " + e.getMessage());
        }
        return lists;
    }

    /** Writes the members of an object. */
    void write(JsonWriter json) {
        json.name("good").bool(good).name("verdict").string(verdict).name("findings");
        json.beginArray();
        for (Finding finding : findings) {
            json.beginObject().name("result").string(result(finding));
            json.name("what").string(finding.claim());
            json.name("detail").string(finding.detail()).endObject();
        }
        json.endArray();
    }

    private static String result(Finding finding) {
        if (finding instanceof Finding.NotProved) {
            return "unknown";
        }
        return finding instanceof Finding.Proved ? "proved" : "failed";
    }
}
