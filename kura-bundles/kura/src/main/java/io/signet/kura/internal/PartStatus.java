package io.signet.kura.internal;

/** What became of what one of Kura's components says. */
sealed interface PartStatus {
    /** It does nothing. */
    record Off(String reason) implements PartStatus {}

    /** The node's components have it. */
    record Applied() implements PartStatus {}

    /**
     * It is impossible. The values before, if there are any, stay.
     *
     * @param reason what is wrong and what is allowed
     */
    record Refused(String reason) implements PartStatus {}
}
