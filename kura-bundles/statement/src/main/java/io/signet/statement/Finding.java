package io.signet.statement;

/** One thing that a verification found, in words for people. */
public sealed interface Finding {
    /** What it is about, in a word or two, such as {@code log} or {@code hardware}; the same on every run. */
    String claim();

    /** What was found, as a sentence. */
    String detail();

    /** This was checked and holds. */
    record Proved(String claim, String detail) implements Finding {}

    /** This was checked and does not hold. */
    record Failed(String claim, String detail) implements Finding {}

    /** This can't be known from the proof: nobody should believe it because of it. */
    record NotProved(String claim, String detail) implements Finding {}
}
