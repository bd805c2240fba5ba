package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.PlainEvidence;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.release.MeasuredFirmware;
import io.signet.runtime.Clock;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner demands the new release: who runs it is accepted, who runs the one before is not. */
class ReleaseEvidenceTest {
    @TempDir
    private Path directory;

    private FirmwareRun before;
    private FirmwareRun after;
    private HardwareKey key;
    private TrustPolicy policy;

    @BeforeEach
    void make() throws Exception {
        before = MeasuredFirmware.of(bundles("before", "1.0.0"));
        after = MeasuredFirmware.of(bundles("after", "1.1.0"));
        key = SoftwareKey.create(directory.resolve("node.key"));
        OwnerAuthority owner =
                OwnerAuthority.create(directory.resolve("owner"), "Anna", Clock.SYSTEM, SystemRandom.create());
        policy = TrustPolicy.of(List.of(owner.certificate()));
    }

    private Path bundles(String name, String version) throws Exception {
        Path bundles = Files.createDirectory(directory.resolve(name));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "io.signet.node");
        manifest.getMainAttributes().putValue("Bundle-Version", version);
        try (OutputStream out = Files.newOutputStream(bundles.resolve("node.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        return bundles;
    }

    /** What {@code policy} says to evidence of a machine that has run these since it was switched on. */
    private EvidenceVerdict shown(TrustPolicy demanded, FirmwareRun... runs) throws Exception {
        Bytes nonce = Bytes.random(SystemRandom.create(), 32);
        return new EvidenceVerifier(demanded)
                .verify(
                        PlainEvidence.sign(key, nonce, new FirmwareLog(List.of(runs)), Clock.SYSTEM),
                        EvidenceExpectation.of(key.publicKey(), Clock.SYSTEM.wallMillis())
                                .withNonce(nonce));
    }

    @Test
    void newDigestAlone_isAcceptedAfterTheUpdate_andRefusedBefore() throws Exception {
        TrustPolicy demanding = policy.withFirmware(Set.of(after.digest()));
        assertThat(shown(demanding, after)).isInstanceOf(EvidenceVerdict.Accepted.class);
        assertThat(shown(demanding, before))
                .isInstanceOfSatisfying(EvidenceVerdict.Refused.class, refused -> assertThat(refused.message())
                        .contains("io.signet.node 1.0.0", "which the policy does not list"));
    }

    @Test
    void machineThatWasNotSwitchedOff_showsBoth_soBothAreListedMeanwhile() throws Exception {
        assertThat(shown(policy.withFirmware(Set.of(after.digest())), before, after))
                .isInstanceOf(EvidenceVerdict.Refused.class);
        assertThat(shown(policy.withFirmware(Set.of(before.digest(), after.digest())), before, after))
                .isInstanceOf(EvidenceVerdict.Accepted.class);
    }
}
