package io.signet.registrar.run;

import io.signet.provisioning.enrolment.LabelId;
import io.signet.provisioning.enrolment.RegistrarDiscovery;
import io.signet.statement.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the local network where the registrar is, as {@link RegistrarDiscovery} has it. It proves nothing; a node finds out by
 * its label's code whether this is its registrar.
 */
final class Announcement implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Announcement.class);
    private static final String PATH = "/.well-known/est";

    private final List<JmDNS> responders = new ArrayList<>();
    private final Thread starter;

    private Announcement(List<InetAddress> addresses, String name, Map<String, Integer> ports, String owner) {
        // Asking whether the name is free takes a second, for which nobody needs to wait.
        this.starter =
                new Thread(() -> addresses.forEach(one -> announce(one, name, ports, owner)), "registrar-announcer");
    }

    /**
     * Announces what listens on {@code bound}; on all addresses of this machine if that is any. What only this machine reaches
     * is announced to it only.
     *
     * @param ports those of {@link RegistrarDiscovery}'s services that there are
     * @param owner the owner's certificate, of which the first digits of its SHA-256 are announced
     */
    static Announcement start(InetAddress bound, Map<String, Integer> ports, X509Certificate owner) throws IOException {
        String digest = digest(owner);
        String shown = digest.substring(0, 2 * LabelId.SIZE_BYTES);
        Announcement announcement = new Announcement(
                bound.isAnyLocalAddress() ? RegistrarDiscovery.localAddresses() : List.of(bound),
                "Signet registrar " + shown,
                ports,
                shown);
        announcement.starter.setDaemon(true);
        announcement.starter.start();
        return announcement;
    }

    private static String digest(X509Certificate certificate) {
        try {
            return Digest.sha256(certificate.getEncoded()).toHex();
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the owner's certificate can't be encoded", e);
        }
    }

    private void announce(InetAddress address, String name, Map<String, Integer> ports, String owner) {
        try {
            JmDNS responder = JmDNS.create(address, "signet-registrar-" + owner);
            synchronized (responders) {
                responders.add(responder);
            }
            Map<String, String> text = Map.of("path", PATH, RegistrarDiscovery.OWNER, owner);
            for (Map.Entry<String, Integer> service : ports.entrySet()) {
                responder.registerService(ServiceInfo.create(service.getKey(), name, service.getValue(), 0, 0, text));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn(
                    "the registrar is not announced in the network of {}: {}. Tell nodes its address.",
                    address.getHostAddress(),
                    e.getMessage());
        }
    }

    /** Takes the announcement back. */
    @Override
    public void close() {
        starter.interrupt();
        synchronized (responders) {
            for (JmDNS responder : responders) {
                try {
                    responder.close();
                } catch (IOException e) {
                    LOG.debug("a responder did not close cleanly", e);
                }
            }
            responders.clear();
        }
    }
}
