package io.signet.console.internal;

import io.signet.console.ConsoleLogin;
import io.signet.console.ConsolePermission;
import io.signet.console.ConsoleUser;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.PassphraseVerifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The one password of a node, of which a file has a hash. The file may come, change and go while the node runs. Thread-safe. */
final class PasswordLogin implements ConsoleLogin {
    /** The one user there is. */
    static final String USER = "owner";

    private final Optional<Path> file;

    PasswordLogin(Optional<Path> file) {
        this.file = file;
    }

    /** Whether the password is still the one that it is now, whenever that is asked. */
    BooleanSupplier holds() {
        Optional<FileStamp> now = file.map(FileStamp::of);
        return () -> file.map(FileStamp::of).equals(now);
    }

    @Override
    public Kind kind() {
        return Kind.PASSWORD;
    }

    @Override
    public Optional<String> unavailable() {
        return file.filter(Files::exists).isPresent()
                ? Optional.empty()
                : Optional.of("no password is set, and there is none by default:"
                        + " 'signet node console-password --home DIR' on the node sets one");
    }

    @Override
    public Outcome attempt(String user, char[] password) {
        if (file.isEmpty() || !(user.isEmpty() || user.equals(USER))) {
            return new Outcome.Wrong();
        }
        try {
            return PassphraseVerifier.accepts(file.get(), password)
                    ? new Outcome.Welcome(new ConsoleUser(USER, "password", EnumSet.allOf(ConsolePermission.class)))
                    : new Outcome.Wrong();
        } catch (ProvisioningException e) {
            return new Outcome.Refused(
                    "the password can't be checked; set it anew on the node: 'signet node console-password --home DIR'");
        }
    }
}
