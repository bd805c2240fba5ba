package io.signet.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the passphrase of a key for releases comes from. */
final class KeyPassphraseOption {
    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "A file with the key's passphrase in its first line, which nobody else may read (chmod 600)."
                    + " Without it the terminal is asked.")
    private Optional<Path> file = Optional.empty();

    /** The passphrase, which the caller wipes. */
    char[] read() throws CliException {
        return PassphraseOption.read(file, "The key's passphrase: ");
    }

    /** A passphrase that is new: who types it types it twice. */
    char[] choose() throws CliException {
        return PassphraseOption.choose(file, "A passphrase for the key, which nobody can recover: ");
    }
}
