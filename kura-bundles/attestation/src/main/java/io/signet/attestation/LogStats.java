package io.signet.attestation;

/**
 * What a log has done since it was opened, and how it is.
 *
 * @param size entries that the last signed head covers, those of former days included
 * @param acknowledged statements that got a receipt
 * @param refused statements that were refused, because the log was full or unavailable
 * @param signatures heads signed that covered at least one new statement
 * @param queued statements that wait now
 * @param lastCommitNanos how long the last head took, from the first write to the durable head; 0 before the first
 * @param tiledSize how many of the entries are in full tiles of the disk, a multiple of 256
 * @param available whether a statement that is appended now can expect a receipt
 */
public record LogStats(
        long size,
        long acknowledged,
        long refused,
        long signatures,
        int queued,
        long lastCommitNanos,
        long tiledSize,
        boolean available) {
    /** Statements that shared one signature, on average; 0 before the first. */
    public double statementsPerSignature() {
        return signatures == 0 ? 0 : (double) acknowledged / signatures;
    }
}
