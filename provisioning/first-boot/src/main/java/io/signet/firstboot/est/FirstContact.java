package io.signet.firstboot.est;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Est.Outcome;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The first contact of a box with a registrar: neither knows the other, both know the code on the box's label. Nothing that the
 * registrar says is believed before it has proved so. The machine's clock is not asked. One thread at a time.
 */
public final class FirstContact {
    /** The registrar's proof that it knows the label's code, in hexadecimal digits. */
    private static final String PROOF_HEADER = "Signet-Registrar-Proof";

    /** So often one attempt begins anew by itself. */
    private static final int ROUNDS_MAX = 3;

    private final HardwareKey key;
    private final Label label;

    /**
     * The first contact of the box with {@code label}.
     *
     * @param key the box's identity; stays the caller's to close
     */
    public FirstContact(HardwareKey key, Label label) {
        this.key = key;
        this.label = label;
    }

    /**
     * Asks once for a certificate. Takes as long as some signatures of the key, or a minute if nobody answers.
     *
     * @param registrar {@code https://HOST:PORT}
     * @throws InterruptedException if this thread is to end
     */
    public EnrolmentAnswer attempt(URI registrar) throws InterruptedException {
        Failed last = Failed.of(Trouble.SERVER_CHANGES, "");
        for (int round = 0; round < ROUNDS_MAX; round++) {
            PinnedServer server = new PinnedServer();
            try {
                EnrolmentAnswer answer = round(new Est(new Http(registrar, OneKeyTls.contextTo(server))), server);
                if (!(answer instanceof Failed failed) || failed.trouble() != Trouble.STALE_NONCE) {
                    return answer;
                }
                last = failed; // a registrar that was started anew knows none of its old nonces
            } catch (IOException e) {
                if (!server.changed()) {
                    return Failed.of(Trouble.UNREACHABLE, said(e));
                }
                last = Failed.of(Trouble.SERVER_CHANGES, ""); // the same after a start of the registrar
            } catch (ProvisioningException e) {
                return Failed.of(Trouble.NO_REGISTRAR, said(e));
            } catch (SigningException e) {
                return Failed.of(Trouble.KEY, said(e));
            }
        }
        return last;
    }

    private static String said(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private EnrolmentAnswer round(Est est, PinnedServer server)
            throws IOException, InterruptedException, ProvisioningException, SigningException {
        Outcome outcome = est.ask(
                Est.ENROL,
                key,
                nonce -> Optional.of(Claim.of(
                        label,
                        key,
                        nonce,
                        ClaimKey.channelOf(encoded(server.certificate()).toArray()))));
        if (outcome instanceof Outcome.Given given) {
            return believed(given, est.authorities());
        }
        EnrolmentAnswer why = ((Outcome.None) outcome).why();
        if (why instanceof Failed failed && failed.trouble() == Trouble.WRONG_CODE && isInBetween(est, server)) {
            return Failed.of(Trouble.IN_BETWEEN, failed.said());
        }
        return why;
    }

    /**
     * A server that passes on what a registrar says can't have a certificate of that registrar's owner. One that also names
     * another owner can't be told from another owner's registrar.
     */
    private static boolean isInBetween(Est est, PinnedServer server)
            throws IOException, InterruptedException, ProvisioningException {
        return est.authorities().stream().noneMatch(owner -> OwnersRegistrar.isSignedBy(server.certificate(), owner));
    }

    private EnrolmentAnswer believed(Outcome.Given given, List<X509Certificate> authorities)
            throws ProvisioningException {
        List<X509Certificate> chain = CertificateBag.decode(given.answer().body());
        Optional<Bytes> proof = given.answer().header(PROOF_HEADER).flatMap(FirstContact::parsed);
        Optional<X509Certificate> owner = authorities.stream()
                .filter(authority -> proof.isPresent() && proves(proof.get(), given.request(), authority, chain.get(0)))
                .findFirst();
        if (owner.isEmpty()) {
            return Failed.of(Trouble.IMPOSTOR, "");
        }
        requireOurs(key, chain, owner.get());
        return new Enrolled(chain, owner.get());
    }

    private boolean proves(Bytes proof, EnrolmentRequest request, X509Certificate owner, X509Certificate leaf) {
        return label.key()
                .isRegistrarProof(proof, request.digest(), Digest.sha256(encoded(owner)), Digest.sha256(encoded(leaf)));
    }

    private static Optional<Bytes> parsed(String hex) {
        try {
            return Optional.of(Bytes.fromHex(hex));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Checks what a registrar gave that is believed.
     *
     * @throws ProvisioningException if the certificate is for another key, or not of {@code owner}
     */
    static void requireOurs(HardwareKey key, List<X509Certificate> chain, X509Certificate owner)
            throws ProvisioningException {
        if (!Arrays.equals(
                chain.get(0).getPublicKey().getEncoded(), key.publicKey().getEncoded())) {
            throw new ProvisioningException("the registrar gave a certificate for another key");
        }
        for (int i = 0; i < chain.size(); i++) {
            if (!OwnersRegistrar.isSignedBy(chain.get(i), i + 1 < chain.size() ? chain.get(i + 1) : owner)) {
                throw new ProvisioningException("the registrar gave certificates that its owner did not sign");
            }
        }
    }

    private static Bytes encoded(X509Certificate certificate) {
        try {
            return Bytes.copyOf(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate can't be encoded", e);
        }
    }
}
