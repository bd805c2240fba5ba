package io.signet.statement;

import java.util.function.Supplier;

/** A finding's words. They are put together when somebody reads them, as most answers are verified by programs. */
abstract class Sentence {
    private final String claim;
    private final Supplier<String> detail;

    Sentence(String claim, Supplier<String> detail) {
        this.claim = claim;
        this.detail = detail;
    }

    /** See {@link Finding#claim}. */
    public final String claim() {
        return claim;
    }

    /** See {@link Finding#detail}. */
    public final String detail() {
        return detail.get();
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Sentence sentence
                && getClass() == sentence.getClass()
                && claim.equals(sentence.claim)
                && detail().equals(sentence.detail());
    }

    @Override
    public final int hashCode() {
        return 31 * claim.hashCode() + detail().hashCode();
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + claim + ": " + detail() + "]";
    }
}
