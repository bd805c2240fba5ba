package io.signet.simulator.virtual;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** The digest of all that happened: equal for two runs if and only if the same things happened at the same times. */
final class EventLog {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int RECORD_BYTES = 1 + 4 * Long.BYTES;

    /** What is recorded. */
    enum Kind {
        NODE_STARTED(1),
        NODE_ENDED(2),
        JOB_SUBMITTED(3),
        ROWS_ANSWERED(4),
        JOB_ENDED(5),
        STATEMENT_ACKNOWLEDGED(6);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    private final World world;
    private final MessageDigest digest = Digest.newSha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    EventLog(World world) {
        this.world = world;
    }

    /** Something happened now to {@code who}, the number of a member or a job. */
    void record(Kind kind, long who, long first, long second) {
        if (buffer.remaining() < RECORD_BYTES) {
            digest.update(buffer.flip());
            buffer.clear();
        }
        buffer.put((byte) kind.code)
                .putLong(world.now())
                .putLong(who)
                .putLong(first)
                .putLong(second);
    }

    /** Hexadecimal digest of everything recorded; nothing may be recorded afterwards. */
    String finish() {
        digest.update(buffer.flip());
        return Bytes.copyOf(digest.digest()).toHex();
    }
}
