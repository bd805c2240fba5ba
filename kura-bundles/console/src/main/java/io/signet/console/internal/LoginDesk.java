package io.signet.console.internal;

import io.signet.console.ConsoleLogin;
import io.signet.console.ConsoleUser;
import io.signet.provisioning.login.FailureBudget;
import io.signet.runtime.Clock;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Has logins checked, a few at a time and only so many wrong ones from one address. Thread-safe. */
final class LoginDesk {
    private static final int TRIES_AT_ONCE = 2;
    private static final int PASSWORD_CHARS_MAX = 1024;

    private final Supplier<ConsoleLogin> login;
    private final FailureBudget failures;
    private final Semaphore tries = new Semaphore(TRIES_AT_ONCE);

    /** What came of a try. */
    sealed interface Result {
        /**
         * It is he.
         *
         * @param holds whether he may stay, whenever that is asked: not if the password is another since
         */
        record Welcome(ConsoleUser user, BooleanSupplier holds) implements Result {}

        /** Who tries is told why not; if it was wrong, the trail is told, too. */
        record No(int status, String reason, boolean wrong) implements Result {}
    }

    LoginDesk(Supplier<ConsoleLogin> login, Clock clock) {
        this.login = login;
        this.failures = new FailureBudget(clock);
    }

    /** Who is asked. */
    ConsoleLogin login() {
        return login.get();
    }

    /** Tries. Never waits for others who try. */
    Result attempt(String user, char[] password, String address) {
        if (!failures.allows(address)) {
            return new Result.No(
                    429,
                    "too many logins from there were wrong: wait " + FailureBudget.EVERY.toSeconds() + " s",
                    false);
        }
        if (password.length == 0
                || password.length > PASSWORD_CHARS_MAX
                || user.length() > ConsoleUser.NAME_CHARS_MAX) {
            failures.charge(address); // is nobody's, and costs nothing
            return wrong();
        }
        ConsoleLogin asked = login.get();
        if (asked.unavailable().isPresent()) {
            return new Result.No(403, asked.unavailable().get(), false);
        }
        if (!tries.tryAcquire()) { // a flood of tries must not hold the threads that answer
            return new Result.No(429, "too many try to log in at this moment: wait some seconds", false);
        }
        try {
            BooleanSupplier holds = asked instanceof PasswordLogin own ? own.holds() : () -> true;
            ConsoleLogin.Outcome outcome = asked.attempt(user, password);
            if (outcome instanceof ConsoleLogin.Outcome.Welcome welcome) {
                return new Result.Welcome(welcome.user(), holds);
            }
            if (outcome instanceof ConsoleLogin.Outcome.Refused refused) {
                return new Result.No(403, refused.reason(), false);
            }
        } finally {
            tries.release();
        }
        failures.charge(address);
        return wrong();
    }

    private static Result wrong() {
        return new Result.No(403, "this is not the password, or not the user's", true);
    }
}
