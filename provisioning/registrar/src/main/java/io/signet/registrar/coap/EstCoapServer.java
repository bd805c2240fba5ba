package io.signet.registrar.coap;

import static org.eclipse.californium.core.coap.MediaTypeRegistry.APPLICATION_CBOR;
import static org.eclipse.californium.core.coap.MediaTypeRegistry.APPLICATION_PKCS10;
import static org.eclipse.californium.core.coap.MediaTypeRegistry.APPLICATION_PKCS7_CERTS_ONLY;
import static org.eclipse.californium.core.coap.MediaTypeRegistry.APPLICATION_PKIX_CERT;

import io.signet.coaps.CoapLimits;
import io.signet.coaps.CoapListener;
import io.signet.coaps.DtlsIdentity;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.ClaimKey;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.registrar.Caller;
import io.signet.registrar.Registrar;
import io.signet.registrar.Registrar.Challenged;
import io.signet.registrar.coap.EstResource.Answerer;
import io.signet.registrar.coap.EstResource.Page;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.server.resources.Resource;

/**
 * EST over CoAP and DTLS (RFC 9148). A node that has a certificate of the owner's shows it; in a first contact the two sides
 * share the key that follows from the label's code, so that the handshake itself proves that both know it.
 */
public final class EstCoapServer implements AutoCloseable {
    /** application/csrattrs, which Californium has no name for. */
    static final int CSRATTRS = 285;

    private static final List<Integer> CERTIFICATES = List.of(APPLICATION_PKCS7_CERTS_ONLY, APPLICATION_PKIX_CERT);
    private static final int CLIENTS_MAX = 4096;
    private static final int TRANSFERS_MAX = 512;
    private static final int WORKERS = 4;
    private static final int WAITING_MAX = 1024;

    private final CoapListener listener;
    private final ExecutorService workers;
    private final Registrar registrar;
    /** What binds connections with certificates: by the certificate that new ones are shown. */
    private final AtomicReference<Bytes> channel;

    private EstCoapServer(
            CoapListener listener, ExecutorService workers, Registrar registrar, AtomicReference<Bytes> channel) {
        this.channel = channel;
        this.listener = listener;
        this.workers = workers;
        this.registrar = registrar;
    }

    /**
     * Starts to listen.
     *
     * @param identity the server's own key and certificate
     * @param address port 0 for any free one
     * @throws IOException if the address can't be listened on
     */
    public static EstCoapServer start(Registrar registrar, Credentials identity, InetSocketAddress address)
            throws IOException {
        ExecutorService workers = new ThreadPoolExecutor(
                WORKERS,
                WORKERS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                EstCoapServer::worker,
                new ThreadPoolExecutor.AbortPolicy());
        try {
            AtomicReference<Bytes> channel = new AtomicReference<>(channelOf(identity));
            Resources resources = new Resources(registrar, channel::get, workers);
            CoapListener listener = CoapListener.start(
                    address,
                    new CoapLimits(CLIENTS_MAX, EnrolmentRequest.SIZE_BYTES_MAX, TRANSFERS_MAX),
                    dtls(registrar, identity),
                    new LabelSecrets(registrar, workers),
                    resources::addTo);
            return new EstCoapServer(listener, workers, registrar, channel);
        } catch (IOException | RuntimeException e) {
            workers.shutdown();
            throw e;
        }
    }

    private static Bytes channelOf(Credentials identity) {
        try {
            return ClaimKey.channelOf(identity.chain().get(0).getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the server's certificate can't be encoded", e);
        }
    }

    private static DtlsIdentity dtls(Registrar registrar, Credentials identity) {
        return new DtlsIdentity(identity.key().handle(), identity.chain(), registrar.authorities());
    }

    /** Shows another certificate of the same key from now on, in new connections. */
    public void renew(Credentials identity) {
        listener.renew(dtls(registrar, identity));
        channel.set(channelOf(identity));
    }

    private static Thread worker(Runnable work) {
        Thread thread = new Thread(work, "signet-registrar-coap");
        thread.setDaemon(true);
        return thread;
    }

    /** What is served: EST's short paths (RFC 9148 section 4.1), and one of our own for the challenge of a TPM. */
    private record Resources(Registrar registrar, Supplier<Bytes> channel, ExecutorService workers) {
        void addTo(Resource root) {
            Resource wellKnown = root.getChild(".well-known"); // there already, with core in it
            wellKnown.add(new CoapResource("est")
                    .add(get("crts", CERTIFICATES, this::authorities))
                    .add(get("att", List.of(CSRATTRS), this::attributes))
                    .add(post(
                            "sen", (request, caller, format) -> CoapReply.of(registrar.enrol(request, caller), format)))
                    .add(post(
                            "sren",
                            (request, caller, format) -> CoapReply.of(registrar.renew(request, caller), format)))
                    .add(post("skg", this::noKey))
                    .add(post("skc", this::noKey)));
            Page challenge =
                    new Page(Code.POST, Optional.of(APPLICATION_CBOR), List.of(APPLICATION_CBOR), this::challenge);
            wellKnown.add(new CoapResource("signet")
                    .add(new EstResource("challenge", "signet.challenge", challenge, channel, workers)));
        }

        private EstResource get(String name, List<Integer> formats, Answerer answerer) {
            return new EstResource(
                    name, "ace.est." + name, new Page(Code.GET, Optional.empty(), formats, answerer), channel, workers);
        }

        private EstResource post(String name, Answerer answerer) {
            return new EstResource(
                    name,
                    "ace.est." + name,
                    new Page(Code.POST, Optional.of(APPLICATION_PKCS10), CERTIFICATES, answerer),
                    channel,
                    workers);
        }

        private CoapReply authorities(Bytes nothing, Caller caller, int format) {
            return CoapReply.certificates(ResponseCode.CONTENT, format, registrar.authorities());
        }

        private CoapReply attributes(Bytes nothing, Caller caller, int format) {
            return CoapReply.of(ResponseCode.CONTENT, format, registrar.requestAttributes());
        }

        private CoapReply noKey(Bytes request, Caller caller, int format) {
            return CoapReply.of(registrar.makeKey(), format);
        }

        private CoapReply challenge(Bytes evidence, Caller caller, int format) {
            Challenged challenged = registrar.challenge(evidence, caller);
            return challenged instanceof Challenged.With with
                    ? CoapReply.of(
                            ResponseCode.CHANGED, format, with.challenge().encode())
                    : CoapReply.of(((Challenged.Not) challenged).refused(), format);
        }
    }

    /** The UDP port where it listens. */
    public int port() {
        return listener.port();
    }

    /** Closes; who waits for an answer gets none. */
    @Override
    public void close() {
        listener.close();
        workers.shutdown();
    }
}
