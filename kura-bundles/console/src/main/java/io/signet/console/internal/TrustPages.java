package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.provisioning.KnownRevocations;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whom this node trusts, for whoever checks answers elsewhere. Thread-safe. */
final class TrustPages {
    private static final Logger LOG = LoggerFactory.getLogger(TrustPages.class);

    private final Path file;

    /** @param file the trust policy, which may change while the node runs */
    TrustPages(Path file) {
        this.file = file;
    }

    /** What is asked for here. */
    List<Route> routes() {
        return List.of(new Route("GET", "/console/v1/trust", Route.Access.READ, Route.Body.NONE, call -> trust()));
    }

    private CompletionStage<WebReply> trust() {
        try {
            TrustPolicy policy = KnownRevocations.policy(file);
            return CompletableFuture.completedStage(Replies.json(200, json(policy)));
        } catch (ProvisioningException e) {
            LOG.warn("nothing is believed in the console: {}", e.getMessage());
            return CompletableFuture.completedStage(Replies.error(
                    503,
                    "the node's trust policy, or a list of revocations beside it, can't be read; its log says more"));
        }
    }

    private static Bytes json(TrustPolicy policy) {
        return Json.object(out -> {
            Json.objects(out, "owners", policy.owners(), (json, owner) -> {
                json.name("name").string(owner.getSubjectX500Principal().getName());
                json.name("certificate").string(der(owner));
            });
            Json.texts(
                    out,
                    "makers",
                    policy.chipMakers().stream().map(TrustPages::der).toList());
            out.name("minimalAssurance").string(policy.minimalAssurance().label());
            out.name("witnesses").number((long) policy.witnesses());
            Json.texts(out, "firmware", hex(policy.firmware()));
            Json.texts(out, "models", hex(policy.models()));
            out.name("maxAgeS")
                    .number(policy.maximalAge().map(Duration::toSeconds).orElse(0L));
            Json.texts(
                    out,
                    "revocations",
                    policy.revocations().stream()
                            .map(list -> Base64.getEncoder()
                                    .encodeToString(list.der().toArray()))
                            .toList());
        });
    }

    private static List<String> hex(Collection<Digest> digests) {
        return digests.stream().map(Digest::toHex).sorted().toList();
    }

    private static String der(X509Certificate certificate) {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can't be written", e);
        }
    }
}
