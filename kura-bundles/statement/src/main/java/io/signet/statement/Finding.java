package io.signet.statement;

import java.util.function.Supplier;

/** One thing that a verification found, in words for people. Two are equal if they say the same. */
public sealed interface Finding {
    /** What it is about, in a word or two, such as {@code log} or {@code hardware}; the same on every run. */
    String claim();

    /** What was found, as a sentence. */
    String detail();

    /** This was checked and holds. */
    final class Proved extends Sentence implements Finding {
        /** Found {@code detail}. */
        public Proved(String claim, String detail) {
            this(claim, () -> detail);
        }

        /** Found what {@code detail} says when it is asked, which is the same every time. */
        public Proved(String claim, Supplier<String> detail) {
            super(claim, detail);
        }
    }

    /** This was checked and does not hold. */
    final class Failed extends Sentence implements Finding {
        /** Found {@code detail}. */
        public Failed(String claim, String detail) {
            super(claim, () -> detail);
        }
    }

    /** This can't be known from the proof: nobody should believe it because of it. */
    final class NotProved extends Sentence implements Finding {
        /** Found {@code detail}. */
        public NotProved(String claim, String detail) {
            this(claim, () -> detail);
        }

        /** Found what {@code detail} says when it is asked, which is the same every time. */
        public NotProved(String claim, Supplier<String> detail) {
            super(claim, detail);
        }
    }
}
