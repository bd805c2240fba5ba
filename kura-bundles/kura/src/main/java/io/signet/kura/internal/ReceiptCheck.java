package io.signet.kura.internal;

import io.signet.openinference.json.JsonWriter;
import io.signet.provisioning.KnownRevocations;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.statement.Bytes;
import io.signet.statement.Finding;
import io.signet.statement.MalformedException;
import io.signet.statement.Proof;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verdict;
import io.signet.statement.Verifier;
import java.nio.file.Path;
import java.util.List;

/**
 * What came of a receipt by a node's trust policy.
 *
 * @param good whether everything that the policy demands holds
 * @param verdict in a sentence
 * @param findings what was found, in the order of the checks
 */
record ReceiptCheck(boolean good, String verdict, List<Finding> findings) {
    ReceiptCheck {
        findings = List.copyOf(findings);
    }

    /**
     * Checks.
     *
     * @param home where {@code trust.yaml} is, and beside it the lists of revocations that the mesh's owners sent
     * @param nowMillis the time, in milliseconds since 1970
     * @throws ProvisioningException if the policy, or what is known to be revoked, can't be read: then nothing is believed
     */
    static ReceiptCheck of(Path home, Bytes receipt, long nowMillis) throws ProvisioningException {
        TrustPolicy policy = KnownRevocations.policy(home.resolve(TrustPolicyFile.FILE_NAME));
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
