package io.signet.mesh.internal;

import io.signet.mesh.DropReason;

/** A received message is to be dropped and counted. No stack trace: hostile bytes are no bug. */
final class Dropped extends Exception {
    private static final long serialVersionUID = 1L;

    private final DropReason reason;

    Dropped(DropReason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    DropReason reason() {
        return reason;
    }
}
