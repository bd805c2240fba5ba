package io.signet.firstboot.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTimeTest {
    @TempDir
    private Path directory;

    @Test
    void certificatesOfOneDay_areRenewedFromTwoThirdsOn_eachAtItsOwnTime() throws Exception {
        OwnerAuthority owner = OwnerAuthority.selfSigned(
                SoftwareKey.create(directory.resolve("owner")), "Anna", Clock.SYSTEM, SystemRandom.create());
        CertificateRequest request = CertificateRequest.of(SoftwareKey.create(directory.resolve("node")));
        Set<Instant> times = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            X509Certificate leaf = owner.issueNode(request, Assurance.SOFTWARE).get(0);
            Instant begin = leaf.getNotBefore().toInstant();
            Duration life = Duration.between(begin, leaf.getNotAfter().toInstant());
            Instant time = RenewalTime.of(leaf);
            assertThat(time)
                    .isBetween(
                            begin.plus(life.multipliedBy(2).dividedBy(3)),
                            begin.plus(life.multipliedBy(3).dividedBy(4)));
            assertThat(RenewalTime.of(leaf)).isEqualTo(time);
            times.add(time);
        }
        assertThat(times).hasSizeGreaterThan(45);
    }

    @Test
    void waits_growToTheirBound_andBeginAnewWhenAllIsWell() {
        Backoff backoff = new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(5), SystemRandom.create());
        Duration last = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            last = backoff.afterFailure(Duration.ZERO);
        }
        assertThat(last).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(6));
        backoff.reset();
        assertThat(backoff.afterFailure(Duration.ZERO)).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(36));
        assertThat(backoff.afterFailure(Duration.ofMinutes(10)))
                .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
    }
}
