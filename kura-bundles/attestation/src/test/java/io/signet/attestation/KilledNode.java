package io.signet.attestation;

import io.signet.runtime.AgentThread;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A process that appends to the log in a directory as fast as it can, and prints each acknowledgement, until somebody
 * kills it: {@code index size root statement}, the statement being the rest of the line.
 */
final class KilledNode {
    private static final int IN_FLIGHT = 200;

    private KilledNode() {}

    /** Arguments: the directory, the key file, the number of this life. */
    public static void main(String[] args) throws AttestationException, IOException, InterruptedException {
        SoftwareKey key = SoftwareKey.load(Path.of(args[1]));
        LogOptions options = new LogOptions(1_000, 1 << 20, 1 << 16, Duration.ofSeconds(1), Duration.ZERO);
        DiskStorage storage = new DiskStorage(Path.of(args[0]));
        LogAgent log = LogAgent.open(storage, key, Clock.SYSTEM, options);
        AgentThread driver = AgentThread.start(log, Duration.ofSeconds(1));
        log.onWork(driver::wake);
        AgentThread.start(PublishedLog.open(log, storage, Clock.SYSTEM, Duration.ofMillis(100)), Duration.ofSeconds(1));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Semaphore permits = new Semaphore(IN_FLIGHT);
        for (long i = 0; ; i++) {
            permits.acquire();
            String statement = "life " + args[2] + " statement " + i;
            log.append(Bytes.utf8(statement)).whenComplete((receipt, failure) -> {
                out.println(failure == null ? line(receipt, statement) : "failed: " + failure);
                permits.release();
            });
        }
    }

    private static String line(Receipt receipt, String statement) {
        TreeHead head = receipt.head();
        return receipt.proof().leafIndex() + " " + head.size() + " " + head.root() + " " + statement;
    }
}
