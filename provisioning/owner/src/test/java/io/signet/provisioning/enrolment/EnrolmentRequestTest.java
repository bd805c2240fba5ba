package io.signet.provisioning.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TestOwner;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.evidence.Evidence;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentRequestTest {
    @TempDir
    private Path directory;

    private final RandomGenerator random = TestOwner.random();
    private final Label label = Label.draw(random);
    private final Bytes nonce = Bytes.random(random, 40);
    private final Bytes channel = ClaimKey.channelOf(new byte[] {1});
    private HardwareKey key;
    private Evidence evidence;

    @BeforeEach
    void makeKey() throws Exception {
        key = SoftwareKey.create(directory.resolve("key.pem"));
        evidence = key.evidence(nonce);
    }

    private EnrolmentRequest request() {
        return EnrolmentRequest.of(
                key,
                evidence,
                Optional.of(Bytes.random(random, 32)),
                Optional.of(EnrolmentRequest.Claim.of(label, key, nonce, channel)));
    }

    @Test
    void request_isReadBack() throws Exception {
        EnrolmentRequest request = request();
        EnrolmentRequest decoded = EnrolmentRequest.decode(request.request().encoded());
        assertThat(decoded).isEqualTo(request);
        assertThat(decoded.digest()).isEqualTo(request.digest());
        EnrolmentRequest bare = EnrolmentRequest.of(key, evidence, Optional.empty(), Optional.empty());
        assertThat(EnrolmentRequest.decode(bare.request().encoded())).isEqualTo(bare);
    }

    @Test
    void changedRequest_isRefused() {
        byte[] encoded = request().request().encoded().toArray();
        for (int i = 0; i < encoded.length; i += 7) { // not all: each costs a check of a signature
            byte[] changed = encoded.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(ProvisioningException.class)
                    .as("byte %s", i)
                    .isThrownBy(() -> EnrolmentRequest.decode(Bytes.copyOf(changed)));
        }
    }

    @Test
    void requestWithoutEvidence_isRefusedAndSaysWhoIsServed() {
        Bytes plain = CertificateRequest.of(key).encoded();
        assertThatThrownBy(() -> EnrolmentRequest.decode(plain)).hasMessageContaining("Signet nodes only");
    }

    @Test
    void attributesOfOtherSizes_areRefused() {
        Bytes shown = evidence.encode();
        Bytes shortClaim = CertificateRequest.of(
                        key,
                        Map.of(
                                EnrolmentRequest.EVIDENCE_OID,
                                shown,
                                EnrolmentRequest.CLAIM_OID,
                                Bytes.random(random, 39)))
                .encoded();
        assertThatThrownBy(() -> EnrolmentRequest.decode(shortClaim)).hasMessageContaining("39 bytes, not 40");
        Bytes longSecret = CertificateRequest.of(
                        key,
                        Map.of(
                                EnrolmentRequest.EVIDENCE_OID,
                                shown,
                                EnrolmentRequest.ACTIVATION_OID,
                                Bytes.random(random, 33)))
                .encoded();
        assertThatThrownBy(() -> EnrolmentRequest.decode(longSecret)).hasMessageContaining("32 bytes");
        Bytes noEvidence = CertificateRequest.of(key, Map.of(EnrolmentRequest.EVIDENCE_OID, Bytes.random(random, 100)))
                .encoded();
        assertThatThrownBy(() -> EnrolmentRequest.decode(noEvidence)).hasMessageContaining("damaged");
        Bytes huge = Bytes.copyOf(new byte[EnrolmentRequest.SIZE_BYTES_MAX + 1]);
        assertThatThrownBy(() -> EnrolmentRequest.decode(huge)).hasMessageContaining("at most");
    }

    @Test
    void nodeProof_holdsForThisKeyNonceAndChannelOnly() throws Exception {
        HardwareKey other = SoftwareKey.create(directory.resolve("other.pem"));
        ClaimKey known = label.key();
        Bytes proof = known.nodeProof(key.publicKey(), nonce, channel);
        assertThat(known.isNodeProof(proof, key.publicKey(), nonce, channel)).isTrue();
        assertThat(known.isNodeProof(proof, other.publicKey(), nonce, channel)).isFalse();
        assertThat(known.isNodeProof(proof, key.publicKey(), Bytes.random(random, 40), channel))
                .isFalse();
        assertThat(known.isNodeProof(proof, key.publicKey(), nonce, ClaimKey.channelOf(new byte[] {2})))
                .as("somebody sits in between")
                .isFalse();
        assertThat(Label.draw(random).key().isNodeProof(proof, key.publicKey(), nonce, channel))
                .isFalse();
    }

    @Test
    void registrarProof_holdsForThisAnswerOnly_andIsNoNodeProof() {
        ClaimKey known = label.key();
        Digest request = Digest.sha256(new byte[] {1});
        Digest owner = Digest.sha256(new byte[] {2});
        Digest issued = Digest.sha256(new byte[] {3});
        Bytes proof = known.registrarProof(request, owner, issued);
        assertThat(known.isRegistrarProof(proof, request, owner, issued)).isTrue();
        assertThat(known.isRegistrarProof(proof, owner, request, issued)).isFalse();
        assertThat(known.isRegistrarProof(proof, request, issued, issued)).isFalse();
        assertThat(known.isRegistrarProof(proof, request, owner, owner)).isFalse();
        assertThat(known.isNodeProof(proof, key.publicKey(), nonce, channel)).isFalse();
    }

    @Test
    void wishesOfARegistrar_areReadBack() throws Exception {
        Bytes der = new RequestAttributes(nonce).encode();
        assertThat(RequestAttributes.decode(der)).isEqualTo(new RequestAttributes(nonce));
        for (int i = 0; i < der.size(); i++) {
            Bytes cut = der.range(0, i);
            assertThatExceptionOfType(ProvisioningException.class).isThrownBy(() -> RequestAttributes.decode(cut));
        }
        assertThatThrownBy(() -> RequestAttributes.decode(Bytes.fromHex("3000")))
                .hasMessageContaining("no Signet registrar");
    }
}
