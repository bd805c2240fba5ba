package io.signet.gateway.internal;

import java.util.Optional;

/** Memory that requests under way may take together. Thread-safe. */
final class ByteBudget {
    private final long bytesMax;
    private long taken;

    ByteBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** All that there is. */
    long bytesMax() {
        return bytesMax;
    }

    /** A share of that size; empty if there is no room for it. Whoever takes it gives it back. */
    Optional<Share> take(long bytes) {
        Share share = new Share();
        return share.resize(bytes) ? Optional.of(share) : Optional.empty();
    }

    /** What one request takes. */
    final class Share {
        private long bytes;
        private boolean over;

        /** All that there is, of which this is a part. */
        long bytesMax() {
            return bytesMax;
        }

        /** Makes it so large, or leaves it as it is and returns false if there is no room. */
        boolean resize(long bytesWanted) {
            synchronized (ByteBudget.this) {
                if (over || bytesWanted - bytes > bytesMax - taken) {
                    return false;
                }
                taken += bytesWanted - bytes;
                bytes = bytesWanted;
                return true;
            }
        }

        /** Gives it back for good. */
        void giveBack() {
            synchronized (ByteBudget.this) {
                taken -= bytes;
                bytes = 0;
                over = true;
            }
        }
    }
}
