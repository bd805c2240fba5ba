package io.signet.registrar.run;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.EnrolmentRequest.Claim;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.statement.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.bouncycastle.cms.CMSSignedData;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/**
 * A node without a TPM that enrols over CoAP. Who ends the handshake with it knows its label's code, so that there is no proof
 * to check.
 */
record CoapNode(HardwareKey key, Label label) implements RegistrarProcess.Attempt {
    private static final int ATTRIBUTES = 285;
    private static final int BLOCK_BYTES = 1024;
    /** A registrar that was killed is silent: nothing else tells that it is gone. */
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    @Override
    public X509Certificate certificate(RegistrarProcess.Run registrar) throws Exception {
        CoapEndpoint endpoint = endpoint();
        try {
            endpoint.start();
            Request attributes = Request.newGet();
            attributes.getOptions().setAccept(ATTRIBUTES);
            Bytes nonce = RequestAttributes.decode(call(endpoint, registrar, "att", attributes))
                    .nonce();
            EnrolmentRequest enrolment = EnrolmentRequest.of(
                    key,
                    key.evidence(nonce),
                    Optional.empty(),
                    Optional.of(Claim.of(label, key, nonce, ClaimKey.channelOf(label.id()))));
            Request request = new Request(Code.POST);
            request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_PKCS10);
            request.setPayload(enrolment.request().encoded().toArray());
            Bytes certificates = call(endpoint, registrar, "sen", request);
            byte[] leaf = new CMSSignedData(certificates.toArray())
                    .getCertificates()
                    .getMatches(null)
                    .iterator()
                    .next()
                    .getEncoded();
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(leaf));
        } finally {
            endpoint.destroy();
        }
    }

    private static Bytes call(CoapEndpoint endpoint, RegistrarProcess.Run registrar, String path, Request request)
            throws IOException, InterruptedException {
        request.setURI("coaps://127.0.0.1:" + registrar.coapPort() + "/.well-known/est/" + path);
        request.send(endpoint);
        Response response = request.waitForResponse(ANSWER_MAX.toMillis());
        if (response == null) {
            throw new IOException("no answer of " + registrar);
        }
        if (!response.isSuccess()) {
            throw new AssertionError(path + " answers " + response + " " + response.getPayloadString());
        }
        return Bytes.copyOf(response.getPayload());
    }

    private CoapEndpoint endpoint() {
        Configuration configuration = new Configuration(
                SystemConfig.DEFINITIONS, UdpConfig.DEFINITIONS, CoapConfig.DEFINITIONS, DtlsConfig.DEFINITIONS);
        configuration.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, EnrolmentRequest.SIZE_BYTES_MAX);
        configuration.set(CoapConfig.MAX_MESSAGE_SIZE, BLOCK_BYTES);
        configuration.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
        configuration.set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1);
        configuration.set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY);
        configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
        configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
        DtlsConnectorConfig dtls = DtlsConnectorConfig.builder(configuration)
                .setAsList(DtlsConfig.DTLS_CIPHER_SUITES, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256)
                .setAdvancedPskStore(new AdvancedSinglePskStore(
                        label.id().toHex(), label.key().dtlsSecret().toArray()))
                .build();
        return CoapEndpoint.builder()
                .setConfiguration(configuration)
                .setConnector(new DTLSConnector(dtls))
                .build();
    }
}
