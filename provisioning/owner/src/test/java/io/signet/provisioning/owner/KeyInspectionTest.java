package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Credentials;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyInspectionTest {
    @TempDir
    Path directory;

    @Test
    void fileKey_isFoundToBeOne() throws Exception {
        OwnerAuthority owner =
                OwnerAuthority.create(directory.resolve("owner"), "owner", Clock.SYSTEM, new SecureRandom());
        HardwareKey key = Credentials.createKey(directory.resolve("key.pem"));
        KeyInspection inspection = new KeyInspection(TrustPolicy.of(List.of(owner.certificate())), new SecureRandom());
        assertThat(inspection.requireAcceptable(key).assurance()).isEqualTo(Assurance.SOFTWARE);
    }
}
