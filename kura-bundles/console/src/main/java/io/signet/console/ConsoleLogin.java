package io.signet.console;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Who may log in to the console by a password. If a service of this kind is there, it is asked; without one the console asks for
 * the password of its own file. The console limits how often and how many at once somebody may try. Thread-safe.
 */
@ConsumerType
public interface ConsoleLogin {
    /** What is asked for. */
    enum Kind {
        /** A password; there is one user. */
        PASSWORD,
        /** The name of a user of Kura and his password. */
        KURA
    }

    /** What is asked for. */
    Kind kind();

    /** Why nobody can log in, and what to do, if so: no password is set, for instance. */
    Optional<String> unavailable();

    /**
     * Tries. May take some hundred milliseconds; two at most are called at a time.
     *
     * @param user the name that was given; empty if none is asked for
     * @param password what was given; the caller wipes it
     */
    Outcome attempt(String user, char[] password);

    /** What came of a try. */
    sealed interface Outcome {
        /** It is the user. */
        record Welcome(ConsoleUser user) implements Outcome {}

        /** It is not, or no such user is there: which of both, nobody is told. */
        record Wrong() implements Outcome {}

        /**
         * It is the user, but he may not, or nobody can tell now.
         *
         * @param reason and what to do
         */
        record Refused(String reason) implements Outcome {}
    }
}
