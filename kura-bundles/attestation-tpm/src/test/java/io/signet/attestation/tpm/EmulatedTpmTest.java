package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmulatedTpmTest {
    @Test
    void killedEmulator_isGone_soThatTheNextOneStartsAtOnce(@TempDir Path directory) throws Exception {
        for (int i = 0; i < 5; i++) {
            EmulatedTpm tpm = EmulatedTpm.start(directory, false);
            assertThat(tpm.process().isAlive()).isTrue();
            tpm.kill();
        }
    }
}
