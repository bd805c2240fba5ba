package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.attestation.ForwardingHardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.KeyInspection;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import io.signet.statement.tpm.CredentialChallenge;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an owner finds who looks at a key in a TPM before he certifies it. */
class TpmInspectionTest {
    @TempDir
    Path directory;

    @Test
    void keyWhoseTpmDoesNotOpenTheChallenge_getsNoCertificate() throws Exception {
        OwnerAuthority owner =
                OwnerAuthority.create(directory.resolve("owner"), "owner", Clock.SYSTEM, new SecureRandom());
        KeyInspection inspection = new KeyInspection(TrustPolicy.of(List.of(owner.certificate())), new SecureRandom());
        try (EmulatedTpm tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
                TpmKey key =
                        TpmKey.open(TpmOptions.of(tpm.address(), directory.resolve("identity")), new SecureRandom())) {
            assertThat(inspection.requireAcceptable(key).assurance()).isEqualTo(Assurance.TPM2_INTERFACE);
            assertThatExceptionOfType(ProvisioningException.class)
                    .isThrownBy(() -> inspection.requireAcceptable(new Guessing(key)))
                    .withMessageStartingWith("no certificate for TPM 2.0 key")
                    .withMessageContaining("did not open a challenge");
        }
    }

    /** A key whose node only guesses what the challenge of its TPM holds. */
    private static final class Guessing extends ForwardingHardwareKey {
        Guessing(TpmKey key) {
            super(key);
        }

        @Override
        public Optional<Bytes> activate(CredentialChallenge challenge) {
            return Optional.of(Bytes.copyOf(new byte[32]));
        }
    }
}
