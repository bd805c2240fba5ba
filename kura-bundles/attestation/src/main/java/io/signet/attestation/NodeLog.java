package io.signet.attestation;

import io.signet.statement.Bytes;
import io.signet.statement.Receipt;
import io.signet.statement.TreeHead;
import io.signet.statement.merkle.ConsistencyProof;
import io.signet.statement.merkle.InclusionProof;
import io.signet.statement.tile.EntryBundle;
import io.signet.statement.tile.TileId;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A node's append-only log of statements, as a Merkle tree (RFC 9162 section 2.1) whose heads the node's hardware key
 * signs. One signature covers every statement since the last: with one statement at a time a receipt costs one signature,
 * and while the key signs the next ones gather.
 *
 * <p>Any thread may call this. What is acknowledged, by a receipt, survives the process and the power.
 */
@ProviderType
public interface NodeLog extends AutoCloseable {
    /** Largest statement. */
    int STATEMENT_SIZE_BYTES_MAX = EntryBundle.ENTRY_SIZE_BYTES_MAX;

    /**
     * Appends a statement. Takes microseconds; the stage completes once the statement is durable and a durable signed
     * head covers it, in the order of the calls. It completes on the log's own thread: dependents that take long go
     * elsewhere ({@code thenApplyAsync}), else all other receipts wait for them.
     *
     * <p>The stage fails, always with an {@link AttestationException}: with {@link LogFullException} at once if too many
     * statements wait already; with {@link LogUnavailableException} if the log can't be written, its key does not sign,
     * or it is closed. A statement that failed may yet turn up in the log, but nobody has a receipt for it.
     *
     * @param statement 1 to {@link #STATEMENT_SIZE_BYTES_MAX} bytes
     */
    CompletionStage<Receipt> append(Bytes statement);

    /** The last signed head. Durable; sizes only grow. */
    TreeHead head();

    /** How many entries the last signed head covers. */
    default long size() {
        return head().size();
    }

    /**
     * The entry at {@code index}.
     *
     * @param index 0 to {@link #size()} - 1, else {@link IndexOutOfBoundsException}
     * @throws TamperedLogException if the entry is not as it was written
     * @throws MovedAwayException if it is not here any more
     * @throws LogUnavailableException if it can't be read
     */
    Bytes entry(long index) throws AttestationException;

    /**
     * Proves that entry {@code index} is in the tree of the first {@code treeSize} entries.
     *
     * @param index 0 to {@code treeSize - 1}, else {@link IndexOutOfBoundsException}
     * @param treeSize 1 to {@link #size()}, else {@link IndexOutOfBoundsException}
     * @throws MovedAwayException if hashes that it takes are not here any more
     * @throws LogUnavailableException if the log can't be read
     */
    InclusionProof prove(long index, long treeSize) throws AttestationException;

    /**
     * Proves that the tree of the first {@code to} entries only appends to that of the first {@code from}.
     *
     * @param from 0 to {@code to}, else {@link IndexOutOfBoundsException}
     * @param to 0 to {@link #size()}, else {@link IndexOutOfBoundsException}
     * @throws MovedAwayException if hashes that it takes are not here any more
     * @throws LogUnavailableException if the log can't be read
     */
    ConsistencyProof consistency(long from, long to) throws AttestationException;

    /**
     * Takes no statements any more until the log is opened anew, and signs no head: something was found that only an
     * operator can put right, such as that the log was set back to an earlier state. Reading goes on.
     *
     * @param reason what was found, for the operator
     */
    void suspend(String reason);

    /**
     * A tile of the log, as anyone may have it.
     *
     * @param tile of a log of at most {@link #size()} entries, else {@link IndexOutOfBoundsException}
     * @throws MovedAwayException if it is not here any more
     * @throws LogUnavailableException if the log can't be read
     */
    Bytes tile(TileId tile) throws AttestationException;

    /** What the log has done since it was opened. */
    LogStats stats();

    /** Takes no more statements, gives receipts for those that wait, and closes the files. */
    @Override
    void close();
}
