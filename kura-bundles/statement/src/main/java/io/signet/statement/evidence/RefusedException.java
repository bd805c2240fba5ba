package io.signet.statement.evidence;

import io.signet.statement.evidence.EvidenceVerdict.Reason;

/** A check of evidence failed. Never leaves this package; without a stack trace, because hostile evidence is no bug. */
final class RefusedException extends Exception {
    private final Reason reason;
    private final String claim;

    /**
     * @param claim what the check was about, as in {@link io.signet.statement.Finding#claim}
     * @param message what failed, as a sentence
     */
    RefusedException(Reason reason, String claim, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.claim = claim;
    }

    Reason reason() {
        return reason;
    }

    String claim() {
        return claim;
    }
}
