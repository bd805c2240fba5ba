package io.signet.console.internal;

import io.signet.mesh.ChallengeResult;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.Bytes;
import io.signet.statement.Finding;
import io.signet.statement.IdentityChain;
import io.signet.statement.evidence.EvidenceVerdict;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** What a node showed of itself, as the pages get it. */
final class EvidenceJson {
    private EvidenceJson() {}

    /** Key and evidence, as members of a node's object. */
    static void write(JsonWriter out, Fleet.Checked checked) {
        if (checked.result() instanceof ChallengeResult.Answered answered) {
            key(out, answered.identity());
        }
        out.name("evidence").beginObject();
        verdict(out, checked);
        out.name("checkedAt").number(checked.atMillis()).endObject();
    }

    private static void key(JsonWriter out, IdentityChain chain) {
        X509Certificate leaf = chain.leaf();
        out.name("key").beginObject();
        out.name("algorithm").string(leaf.getPublicKey().getAlgorithm().equals("EC") ? "ES256" : "EdDSA");
        out.name("publicKey")
                .string(Bytes.copyOf(leaf.getPublicKey().getEncoded()).toHex());
        out.name("certificate").beginObject();
        out.name("subject").string(leaf.getSubjectX500Principal().getName());
        out.name("issuer").string(leaf.getIssuerX500Principal().getName());
        out.name("notBefore").number(leaf.getNotBefore().toInstant().toEpochMilli());
        out.name("notAfter").number(leaf.getNotAfter().toInstant().toEpochMilli());
        out.name("serial").string(leaf.getSerialNumber().toString(16));
        out.endObject().endObject();
    }

    /** Verdict and findings, as members of an object. */
    static void verdict(JsonWriter out, Fleet.Checked checked) {
        if (checked.result() instanceof ChallengeResult.Answered answered) {
            boolean good = answered.verdict() instanceof EvidenceVerdict.Accepted;
            out.name("verdict").string(good ? "accepted" : "refused");
            findings(out, answered.verdict().findings());
        } else if (checked.result() instanceof ChallengeResult.Failed failed) {
            out.name("verdict").string("none");
            findings(out, List.of(new Finding.Failed("answer", failed.reason())));
        }
    }

    /** What was found, as a member. */
    static void findings(JsonWriter out, Collection<Finding> findings) {
        Json.objects(out, "findings", findings, (json, finding) -> {
            json.name("good");
            if (finding instanceof Finding.NotProved) {
                json.nothing();
            } else {
                json.bool(finding instanceof Finding.Proved);
            }
            json.name("what").string(finding.claim()).name("detail").string(finding.detail());
        });
    }
}
