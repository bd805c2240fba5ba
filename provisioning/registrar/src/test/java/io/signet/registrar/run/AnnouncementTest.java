package io.signet.registrar.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.enrolment.RegistrarDiscovery;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementTest {
    @TempDir
    private Path directory;

    /** Multicast DNS takes its time: who announces asks thrice before whether the name is free. */
    @Test
    @Tag("heavy")
    void registrar_isFoundByWhoeverBrowses() throws Exception {
        X509Certificate owner = OwnerAuthority.selfSigned(
                        SoftwareKey.create(directory.resolve("owner.key")), "Anna", Clock.SYSTEM, new SecureRandom())
                .certificate();
        InetAddress here = InetAddress.getLoopbackAddress();
        CompletableFuture<ServiceInfo> found = new CompletableFuture<>();
        try (JmDNS browser = JmDNS.create(here, "browser");
                Announcement announcement = Announcement.start(here, Map.of(RegistrarDiscovery.HTTPS, 8644), owner)) {
            assertThat(announcement).isNotNull();
            browser.addServiceListener(RegistrarDiscovery.HTTPS, new ServiceListener() {
                @Override
                public void serviceAdded(ServiceEvent event) {
                    browser.requestServiceInfo(event.getType(), event.getName());
                }

                @Override
                public void serviceRemoved(ServiceEvent event) {}

                @Override
                public void serviceResolved(ServiceEvent event) {
                    if (event.getInfo().getPropertyString("owner") != null) { // else the rest comes later
                        found.complete(event.getInfo());
                    }
                }
            });
            ServiceInfo info = found.get(30, TimeUnit.SECONDS);
            assertThat(info.getPort()).isEqualTo(8644);
            assertThat(info.getPropertyString("path")).isEqualTo("/.well-known/est");
            assertThat(info.getPropertyString("owner"))
                    .isEqualTo(Digest.sha256(owner.getEncoded()).toHex().substring(0, 16));
        }
    }
}
