package io.signet.release.store;

import io.signet.release.Release;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborType;
import io.signet.statement.cbor.CborWriter;
import java.util.Optional;

/**
 * Which releases a node has. One file, so that it changes at once.
 *
 * @param current the sequence of the one that it runs, 0 for what the machine came with
 * @param previous which one it goes back to
 * @param newest the largest sequence that ever ran well here: nothing up to it is installed again
 * @param trialStarts how often {@code current} was started without having run well yet; empty if it has
 * @param failure what did not run well last, and why
 */
public record StoreState(
        long current, long previous, long newest, Optional<Integer> trialStarts, Optional<Failure> failure) {
    /** Of a node that runs what it came with. */
    public static final StoreState NEW = new StoreState(0, 0, 0, Optional.empty(), Optional.empty());

    /** Largest encoding. */
    static final int SIZE_BYTES_MAX = 1024;

    private static final String FORMAT = "signet/release-store/1";
    private static final int FIELDS = 6;
    private static final int FAILURE_FIELDS = 2;
    private static final int STARTS_MAX = 1000;

    /**
     * A release that did not run well.
     *
     * @param sequence which one
     * @param reason why, 1 to {@value #REASON_CHARS_MAX} characters; a longer one is cut
     */
    public record Failure(long sequence, String reason) {
        /** Longest reason. */
        public static final int REASON_CHARS_MAX = 200;

        public Failure {
            reason = reason.length() > REASON_CHARS_MAX ? reason.substring(0, REASON_CHARS_MAX) : reason;
        }
    }

    /** Whether {@code current} has still to show that it runs. */
    public boolean onTrial() {
        return trialStarts.isPresent();
    }

    /** Release {@code sequence} is there, and is tried. */
    StoreState trying(long sequence) {
        return new StoreState(sequence, current, newest, Optional.of(0), failure);
    }

    /** It is started once more. */
    StoreState started() {
        return new StoreState(current, previous, newest, trialStarts.map(starts -> starts + 1), failure);
    }

    /** It runs well. */
    StoreState settled() {
        return new StoreState(current, previous, Math.max(newest, current), Optional.empty(), failure);
    }

    /** It does not, so the one before runs again. */
    StoreState back(String reason) {
        return new StoreState(previous, 0, newest, Optional.empty(), Optional.of(new Failure(current, reason)));
    }

    Bytes encode() {
        CborWriter writer = new CborWriter(SIZE_BYTES_MAX)
                .startArray(FIELDS)
                .writeText(FORMAT)
                .writeInt(current)
                .writeInt(previous)
                .writeInt(newest);
        trialStarts.ifPresentOrElse(writer::writeInt, writer::writeNull);
        failure.ifPresentOrElse(
                failed -> writer.startArray(FAILURE_FIELDS)
                        .writeInt(failed.sequence)
                        .writeText(failed.reason),
                writer::writeNull);
        return writer.toBytes();
    }

    static StoreState decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        reader.readArray(FIELDS);
        reader.readExactText(FORMAT);
        long current = sequence(reader);
        long previous = sequence(reader);
        long newest = sequence(reader);
        Optional<Integer> starts = Optional.empty();
        if (reader.peekType() == CborType.NULL) {
            reader.readNull();
        } else {
            starts = Optional.of((int) reader.readInt(0, STARTS_MAX));
        }
        Optional<Failure> failure = Optional.empty();
        if (reader.peekType() == CborType.NULL) {
            reader.readNull();
        } else {
            reader.readArray(FAILURE_FIELDS);
            failure = Optional.of(new Failure(sequence(reader), reader.readText(Failure.REASON_CHARS_MAX)));
        }
        reader.expectEnd();
        return new StoreState(current, previous, newest, starts, failure);
    }

    private static long sequence(CborReader reader) throws MalformedException {
        return reader.readInt(0, Release.SEQUENCE_MAX);
    }
}
