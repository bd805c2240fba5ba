package io.signet.firstboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.enrolment.RegistrarDiscovery;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NetworkSourceTest {
    @Test
    void withoutNetworks_nothingIsFound() {
        try (NetworkSource source = NetworkSource.in(List.of(), () -> {})) {
            assertThat(source.find()).isEmpty();
        }
    }

    /** Multicast DNS takes its time: who announces asks thrice before whether the name is free. */
    @Test
    @Tag("heavy")
    void registrarThatIsAnnounced_isFound_andForgottenWhenItGoes() throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        Semaphore news = new Semaphore(0);
        try (NetworkSource source = NetworkSource.in(List.of(here), news::release)) {
            try (JmDNS registrar = JmDNS.create(here, "registrar")) {
                registrar.registerService(ServiceInfo.create(
                        RegistrarDiscovery.HTTPS, "A registrar", 8644, 0, 0, Map.of(RegistrarDiscovery.OWNER, "00")));
                assertThat(news.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
                assertThat(source.find()).containsExactly(URI.create("https://127.0.0.1:8644"));
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!source.find().isEmpty() && System.nanoTime() - end < 0) {
                Thread.sleep(50);
            }
            assertThat(source.find()).isEmpty();
        }
    }
}
