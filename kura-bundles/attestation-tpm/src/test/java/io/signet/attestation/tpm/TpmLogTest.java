package io.signet.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.LogUnavailableException;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's log whose TPM goes away in the middle of its work. */
final class TpmLogTest {
    private static final long RECEIPT_MAX_S = 20;

    @TempDir
    private Path directory;

    private EmulatedTpm tpm;
    private TpmKey key;
    private LogAgent log;

    @BeforeEach
    void open() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        key = TpmKey.open(TpmOptions.of(tpm.address(), directory.resolve("identity")), new SecureRandom());
        LogOptions options = new LogOptions(64, 1 << 20, 1 << 20, Duration.ofMillis(1), Duration.ZERO);
        log = LogAgent.open(new DiskStorage(directory.resolve("log")), key, Clock.SYSTEM, options);
    }

    @AfterEach
    void close() {
        log.close();
        key.close();
        tpm.close();
    }

    private Receipt receipt(String statement) throws Exception {
        CompletableFuture<Receipt> receipt = log.append(Bytes.utf8(statement)).toCompletableFuture();
        while (!receipt.isDone()) {
            log.doWork();
        }
        return receipt.get(RECEIPT_MAX_S, TimeUnit.SECONDS);
    }

    private void assertSigned(Receipt receipt, String statement) {
        assertThat(receipt.head().signedBy(key.publicKey())).isTrue();
        assertThat(receipt.proof().rootOver(Bytes.utf8(statement)))
                .isEqualTo(receipt.head().root());
    }

    @Test
    void tpmThatIsKilledMidRun_stopsReceiptsUntilItIsBack() throws Exception {
        assertSigned(receipt("before"), "before");
        tpm.kill();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> receipt("while it is gone"))
                .withCauseInstanceOf(LogUnavailableException.class)
                .withMessageContaining("the TPM");
        assertThat(log.stats().available()).isFalse();
        for (int i = 0; i < 5; i++) {
            log.doWork(); // tries again, in vain
        }
        assertThat(log.stats().available()).isFalse();
        assertThat(log.head().signedBy(key.publicKey())).isTrue();
        assertThat(log.head().size()).as("nothing else signed").isEqualTo(1);

        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        while (!log.stats().available()) {
            log.doWork();
        }
        assertSigned(receipt("after"), "after");
        assertThat(log.size())
                .as("what was written while it was gone is covered now")
                .isEqualTo(3);
    }
}
