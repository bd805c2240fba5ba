package io.signet.release;

import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.Arrays;

/**
 * What a node tells its registrar of a release: docs/protocol.md, "Releases".
 *
 * @param sequence which one; 0 for what the machine came with
 * @param state how far it is
 * @param reason why it failed, 1 to {@value #REASON_CHARS_MAX} characters, else empty; a longer one is cut
 */
public record ReleaseReport(long sequence, State state, String reason) {
    /** The type of the document. */
    public static final String MEDIA_TYPE = "application/vnd.signet.release-report+cbor";

    /** Largest document. */
    public static final int SIZE_BYTES_MAX = 1024;

    /** Longest reason. */
    public static final int REASON_CHARS_MAX = 200;

    private static final String FORMAT = "signet/release-report/1";
    private static final int FIELDS = 4;

    /** How far a node is. */
    public enum State {
        /** It runs, and ran well on trial. */
        RUNNING(0),
        /** It is fetched, or on trial. */
        INSTALLING(1),
        /** It is not installed, or was gone back from. */
        FAILED(2);

        private final int number;

        State(int number) {
            this.number = number;
        }

        private static State of(long number, int offset) throws MalformedException {
            return Arrays.stream(values())
                    .filter(state -> state.number == number)
                    .findFirst()
                    .orElseThrow(
                            () -> new MalformedException("no state of a release has the number " + number, offset));
        }
    }

    public ReleaseReport {
        Limits.requireInRange("a release's sequence", sequence, 0, Release.SEQUENCE_MAX);
        reason = reason.length() > REASON_CHARS_MAX ? reason.substring(0, REASON_CHARS_MAX) : reason;
    }

    /** The document. */
    public Bytes encode() {
        return new CborWriter(SIZE_BYTES_MAX)
                .startArray(FIELDS)
                .writeText(FORMAT)
                .writeInt(sequence)
                .writeInt(state.number)
                .writeText(reason)
                .toBytes();
    }

    /**
     * Reads a report.
     *
     * @throws MalformedException if it is anything else
     */
    public static ReleaseReport decode(Bytes document) throws MalformedException {
        CborReader reader = new CborReader(document);
        reader.readArray(FIELDS);
        reader.readExactText(FORMAT);
        long sequence = reader.readInt(0, Release.SEQUENCE_MAX);
        int start = reader.offset();
        State state = State.of(reader.readInt(), start);
        String reason = reader.readText(REASON_CHARS_MAX);
        reader.expectEnd();
        return new ReleaseReport(sequence, state, reason);
    }
}
