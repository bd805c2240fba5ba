package io.signet.attestation.tpm.internal;

import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmRefusedException;
import io.signet.statement.Bytes;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key that tells which chip this is, and the certificates of the chip's maker for it.
 *
 * @param template after which it is made
 * @param publicArea TPMT_PUBLIC
 * @param certificates in DER, the key's own first; empty if the maker left none
 */
record Endorsement(Template template, Bytes publicArea, List<Bytes> certificates) {
    private static final Logger LOG = LoggerFactory.getLogger(Endorsement.class);

    /** Where the maker leaves certificates (EK credential profile, section 2.2.1.4 and 2.2.1.5.2). */
    private static final int CERTIFICATE_RSA = 0x01c00002;

    private static final int CERTIFICATE_ECC = 0x01c0000a;
    private static final int CHAIN_FIRST = 0x01c00100;
    private static final int CHAIN_INDICES_MAX = 8;
    private static final int CERTIFICATES_MAX = 4;
    /** Where firmware keeps an RSA key that takes long to make, if it does. */
    private static final TpmEntity PERSISTENT_RSA = TpmEntity.permanent(0x81010001);

    Endorsement {
        certificates = List.copyOf(certificates);
    }

    /** Finds it out; takes as long as the chip takes to make a key. Leaves nothing loaded. */
    static Endorsement find(TpmConnection tpm) throws TpmException {
        List<X509Certificate> ecc = certificates(tpm, CERTIFICATE_ECC);
        List<X509Certificate> rsa = ecc.isEmpty() ? certificates(tpm, CERTIFICATE_RSA) : List.of();
        Template template = rsa.isEmpty() ? Template.ENDORSEMENT_ECC : Template.ENDORSEMENT_RSA;
        Use use = open(tpm, template);
        use.close(tpm);
        List<X509Certificate> chain = new ArrayList<>(ecc.isEmpty() ? rsa : ecc);
        for (int i = 0; i < CHAIN_INDICES_MAX && !chain.isEmpty() && chain.size() < CERTIFICATES_MAX; i++) {
            List<X509Certificate> more = certificates(tpm, CHAIN_FIRST + i);
            chain.addAll(more);
            if (more.isEmpty()) {
                break;
            }
        }
        return new Endorsement(template, use.publicArea(), encode(chain));
    }

    /** @param flushed whether it has to be, after use */
    private record Use(TpmEntity entity, Bytes publicArea, boolean flushed) {
        void close(TpmConnection tpm) throws TpmException {
            if (flushed) {
                tpm.flush(entity);
            }
        }
    }

    private static Use open(TpmConnection tpm, Template template) throws TpmException {
        if (template.equals(Template.ENDORSEMENT_RSA)) {
            Optional<Bytes> persistent = publicArea(tpm, PERSISTENT_RSA).filter(template::fits);
            if (persistent.isPresent()) {
                TpmEntity entity = new TpmEntity(PERSISTENT_RSA.handle(), Template.name(persistent.get()), Bytes.EMPTY);
                return new Use(entity, persistent.get(), false);
            }
        }
        KeyMaker.Primary primary = KeyMaker.primary(tpm, TpmEntity.ENDORSEMENT, template);
        return new Use(primary.entity(), primary.publicArea(), true);
    }

    private static Optional<Bytes> publicArea(TpmConnection tpm, TpmEntity entity) throws TpmException {
        try {
            return Optional.of(
                    Bytes.copyOf(tpm.run(TpmCommand.open(TpmCommand.Code.READ_PUBLIC, new TpmWriter(), entity))
                            .parameters()
                            .sized()));
        } catch (TpmRefusedException e) {
            if (ResponseCode.saysAbsent(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static List<X509Certificate> certificates(TpmConnection tpm, int index) throws TpmException {
        Optional<Bytes> content = NvIndex.read(tpm, index);
        if (content.isEmpty()) {
            return List.of();
        }
        List<X509Certificate> found = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(content.get().toArray());
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            while (found.size() < CERTIFICATES_MAX && isCertificate(in)) {
                found.add((X509Certificate) factory.generateCertificate(in));
            }
        } catch (CertificateException e) {
            LOG.warn("NV index 0x{} holds no certificate: {}", Integer.toHexString(index), e.getMessage());
        }
        return found;
    }

    /** Makers fill the rest of an index with zeros or ones. */
    private static boolean isCertificate(ByteArrayInputStream in) {
        in.mark(1);
        int first = in.read();
        in.reset();
        return first == 0x30;
    }

    private static List<Bytes> encode(List<X509Certificate> certificates) {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : certificates.subList(0, Math.min(certificates.size(), CERTIFICATES_MAX))) {
            try {
                encoded.add(Bytes.copyOf(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read has no encoding", e);
            }
        }
        return encoded;
    }

    /**
     * Opens a credential: gives the secret that was encrypted for this chip if it holds the attestation key named in it
     * (TPM2_ActivateCredential).
     *
     * @param attestation the attestation key
     * @param session authorises it
     * @param blob content of TPM2B_ID_OBJECT
     * @param secret content of TPM2B_ENCRYPTED_SECRET
     * @throws TpmRefusedException if the credential is for another chip or key
     */
    Bytes activate(TpmConnection tpm, TpmEntity attestation, TpmSession session, Bytes blob, Bytes secret)
            throws TpmException {
        LoadedKey storage = KeyMaker.storage(tpm);
        TpmSession policy = tpm.startPolicySession(storage);
        tpm.flush(storage.entity());
        try {
            tpm.run(TpmCommand.authorised(
                            TpmCommand.Code.POLICY_SECRET,
                            new TpmWriter().u16(0).u16(0).u16(0).u32(0), // nonceTPM, cpHashA, policyRef, expiration
                            TpmEntity.ENDORSEMENT)
                    .with(policy.entity()));
            Use key = open(tpm, template);
            try {
                return Bytes.copyOf(tpm.run(
                                TpmCommand.authorised(
                                        TpmCommand.Code.ACTIVATE_CREDENTIAL,
                                        new TpmWriter().sized(blob).sized(secret),
                                        attestation,
                                        key.entity()),
                                session.secretResponse(),
                                policy.plain())
                        .parameters()
                        .sized());
            } finally {
                key.close(tpm);
            }
        } finally {
            tpm.flush(policy.entity());
        }
    }
}
