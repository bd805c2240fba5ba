package io.signet.cli.bench;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.Registrar;
import io.signet.registrar.coap.EstCoapServer;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
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

/** EST over CoAP: one DTLS connection with three requests in blocks a node, keyed by the label's code. */
final class CoapsEnrolment implements EnrolmentWay {
    private static final int ATTRIBUTES = 285;
    private static final int BLOCK_BYTES = 1024;
    private static final long ANSWER_SECONDS_MAX = 30;

    @Override
    public String name() {
        return "coaps";
    }

    @Override
    public Bytes channel(Label label) {
        return ClaimKey.channelOf(label.id());
    }

    @Override
    public Service serve(Registrar registrar, Credentials identity) throws IOException {
        return new Running(
                EstCoapServer.start(registrar, identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    private record Running(EstCoapServer server) implements Service {
        @Override
        public void enrol(EnrollingNode node) throws IOException, BenchmarkException, InterruptedException {
            CoapEndpoint endpoint = endpoint(node.label());
            try {
                endpoint.start();
                Request attributes = Request.newGet();
                attributes.getOptions().setAccept(ATTRIBUTES);
                call(endpoint, "est/att", attributes);
                call(endpoint, "signet/challenge", post(MediaTypeRegistry.APPLICATION_CBOR, node.evidence()));
                call(endpoint, "est/sen", post(MediaTypeRegistry.APPLICATION_PKCS10, node.request()));
            } finally {
                endpoint.destroy();
            }
        }

        private static CoapEndpoint endpoint(Label label) {
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

        private static Request post(int format, Bytes payload) {
            Request request = new Request(Code.POST);
            request.getOptions().setContentFormat(format);
            request.setPayload(payload.toArray());
            return request;
        }

        private void call(CoapEndpoint endpoint, String path, Request request)
                throws BenchmarkException, InterruptedException {
            request.setURI("coaps://127.0.0.1:" + server.port() + "/.well-known/" + path);
            request.send(endpoint);
            Response response = request.waitForResponse(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS_MAX));
            if (response == null || !response.isSuccess()) {
                throw new BenchmarkException(path + " answers " + response);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
