package io.signet.simulator.real;

import io.signet.attestation.AttestationException;
import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.attestation.NodeLog;
import io.signet.attestation.TamperedLogException;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.simulator.run.Invariant;
import io.signet.simulator.run.RunRecorder;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.Nonce;
import io.signet.statement.Statement;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.MerkleTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Reads a node's log after the node has ended, and compares it with the receipts that the node gave. */
final class LogCheck {
    private final RunRecorder recorder;
    private final Duration now;

    LogCheck(RunRecorder recorder, Duration now) {
        this.recorder = recorder;
        this.now = now;
    }

    /** Checks the log of the node called {@code name} in {@code directory}. */
    void check(String name, Path directory, HardwareKey key, AnswerLedger.NodeLedger ledger) throws IOException {
        try (NodeLog log = LogAgent.open(new DiskStorage(directory), key, Clock.SYSTEM, LogOptions.DEFAULT)) {
            TreeHead last = log.head();
            for (Map.Entry<Long, Digest> statement : ledger.statements().entrySet()) {
                if (!holds(log, statement.getKey(), statement.getValue())) {
                    recorder.violated(
                            now,
                            Invariant.ACKNOWLEDGED_KEPT,
                            "statement " + statement.getKey() + " of " + name + " is not in its log of " + last.size());
                    return;
                }
            }
            for (Map.Entry<Long, Digest> head : ledger.heads().entrySet()) {
                if (!extendsTo(log, last, head.getKey(), head.getValue())) {
                    recorder.violated(
                            now,
                            Invariant.LOG_EXTENDS,
                            "the log of " + name + " does not extend its head of " + head.getKey() + " statements");
                    return;
                }
            }
            requireComputedOnce(name, log);
        } catch (TamperedLogException e) {
            recorder.violated(now, Invariant.ACKNOWLEDGED_KEPT, "the log of " + name + ": " + e.getMessage());
        } catch (AttestationException | MalformedException e) {
            throw new IOException("the log of " + name + " can't be read: " + e.getMessage(), e);
        }
    }

    /** A node's process asks its broker for nothing that came before it, so that its log has each request once. */
    private void requireComputedOnce(String name, NodeLog log) throws AttestationException, MalformedException {
        Set<Nonce> nonces = new HashSet<>();
        for (long i = 0; i < log.size(); i++) {
            Nonce nonce = Statement.decode(log.entry(i)).nonce();
            if (!nonces.add(nonce)) {
                recorder.violated(
                        now,
                        Invariant.COMPUTED_ONCE,
                        "the log of " + name + " has two statements for request " + nonce);
                return;
            }
        }
    }

    private static boolean holds(NodeLog log, long index, Digest leaf) throws AttestationException {
        return index < log.size() && MerkleTree.leafHash(log.entry(index)).equals(leaf);
    }

    private static boolean extendsTo(NodeLog log, TreeHead last, long size, Digest root) throws AttestationException {
        return size <= last.size() && log.consistency(size, last.size()).holds(root, last.root());
    }
}
