package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/** What tests of the log share: its options, statements, and a look at what became of one. */
final class LogFixture {
    /** Small files, so that a few statements fill several. */
    static final LogOptions OPTIONS = new LogOptions(1_000, 1 << 20, 1 << 10, Duration.ofSeconds(1), Duration.ZERO);

    /** Held, since the platform holds its loggers weakly. */
    private static final Logger LOGGER = Logger.getLogger("io.signet.attestation");

    static {
        LOGGER.setLevel(Level.OFF); // the failures are the tests' own: nobody should read of them
    }

    private LogFixture() {}

    static Bytes statement(long number) {
        return Bytes.utf8("statement " + number + " says nothing, but says so at some length");
    }

    static LogAgent open(FaultyStorage storage, TestKey key, TestClock clock) throws AttestationException {
        return LogAgent.open(storage, key, clock, OPTIONS);
    }

    /** Appends statements {@code [from, to)} and drives the log until they are acknowledged. */
    static List<Receipt> append(LogAgent log, long from, long to) {
        List<CompletionStage<Receipt>> stages = IntStream.range(0, (int) (to - from))
                .mapToObj(i -> log.append(statement(from + i)))
                .toList();
        log.doWork();
        return stages.stream().map(LogFixture::receipt).toList();
    }

    static boolean isDone(CompletionStage<Receipt> stage) {
        return stage.toCompletableFuture().isDone();
    }

    static Receipt receipt(CompletionStage<Receipt> stage) {
        assertThat(isDone(stage)).as("the log has answered").isTrue();
        return stage.toCompletableFuture().join();
    }

    static Throwable failure(CompletionStage<Receipt> stage) {
        assertThat(isDone(stage)).as("the log has answered").isTrue();
        Throwable failure = catchThrowable(() -> stage.toCompletableFuture().join());
        assertThat(failure).isInstanceOf(CompletionException.class);
        return failure.getCause();
    }
}
