package io.signet.log.http.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import io.signet.attestation.PublicLog;
import io.signet.log.http.LogServer;
import io.signet.runtime.Limits;
import io.signet.statement.IdentityChain;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's log server, if one is configured. */
@Designate(ocd = LogServerConfig.class)
@Component(
        name = LogServerConfig.PID,
        configurationPid = LogServerConfig.PID,
        configurationPolicy = REQUIRE,
        immediate = true,
        service = LogServerComponent.class)
public final class LogServerComponent {
    private static final Logger LOG = LoggerFactory.getLogger(LogServerComponent.class);

    private final LogServer server;

    /**
     * Starts to listen.
     *
     * @throws IllegalArgumentException if a value is out of range, or the identity file is none
     * @throws IOException if the address can't be listened on, or the identity can't be read
     */
    @Activate
    public LogServerComponent(LogServerConfig config, @Reference PublicLog log) throws IOException {
        InetSocketAddress address = new InetSocketAddress(
                Limits.requireText("address", config.address(), 255),
                Limits.requireInRange("port", config.port(), 0, 65_535));
        Optional<IdentityChain> identity = config.identity_file().isEmpty()
                ? Optional.empty()
                : Optional.of(read(Path.of(config.identity_file())));
        server = LogServer.start(address, log, identity);
        LOG.info("the log is shown at http://{}:{}/", config.address(), server.port());
    }

    @SuppressWarnings("unchecked") // a factory of X.509 gives no other certificates
    private static IdentityChain read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return IdentityChain.of((List<X509Certificate>)
                    List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("identity.file: " + file + " holds no certificates in PEM", e);
        }
    }

    /** Shows the log no more. */
    @Deactivate
    void deactivate() {
        server.close();
    }

    /** The port that it listens on. */
    int port() {
        return server.port();
    }
}
