package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.login.FailureBudget;
import io.signet.registrar.OwnerLogin.Result;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class OwnerLoginTest {
    private static final char[] PASSPHRASE = "correct horse battery staple".toCharArray();

    private final TestClock clock = new TestClock();
    private final OwnerLogin login = new OwnerLogin(PASSPHRASE, clock, new SecureRandom());

    @Test
    void passphrase_isToldFromOthers() {
        assertThat(login.attempt(PASSPHRASE, "192.0.2.1")).isEqualTo(Result.WELCOME);
        assertThat(login.attempt("correct horse battery stapler".toCharArray(), "192.0.2.1"))
                .isEqualTo(Result.WRONG);
        assertThat(login.attempt(new char[0], "192.0.2.1")).isEqualTo(Result.WRONG);
    }

    @Test
    void whoGuesses_isSlowedDown_andTheOwnerElsewhereIsNot() {
        for (int i = 0; i < FailureBudget.AT_ONCE; i++) {
            assertThat(login.attempt(new char[0], "192.0.2.1")).isEqualTo(Result.WRONG);
        }
        assertThat(login.attempt(PASSPHRASE, "192.0.2.1")).isEqualTo(Result.LATER);
        assertThat(login.attempt(PASSPHRASE, "192.0.2.2")).isEqualTo(Result.WELCOME);
        clock.advance(FailureBudget.EVERY);
        assertThat(login.attempt(PASSPHRASE, "192.0.2.1")).isEqualTo(Result.WELCOME);
    }
}
