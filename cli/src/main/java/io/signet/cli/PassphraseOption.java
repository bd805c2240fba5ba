package io.signet.cli;

import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the owner's passphrase comes from: a file, or whoever sits at the terminal. Never an argument, which all can read. */
final class PassphraseOption {
    private static final int FILE_BYTES_MAX = 8 * 1024;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "A file with the owner's passphrase in its first line, which nobody else may read (chmod 600)."
                            + " Without it the terminal is asked.")
    private Optional<Path> file = Optional.empty();

    /** The passphrase, which the caller wipes. */
    char[] read() throws CliException {
        return read(file, "The owner's passphrase: ");
    }

    /** A passphrase that is new: who types it types it twice. */
    char[] choose() throws CliException {
        return choose(file, "A passphrase for the owner, which nobody can recover: ");
    }

    /** A passphrase of the first line of {@code file}, or of whoever sits at the terminal. */
    static char[] read(Optional<Path> file, String prompt) throws CliException {
        return file.isPresent() ? fromFile(file.get()) : ask(prompt);
    }

    /** The same for one that is new. */
    static char[] choose(Optional<Path> file, String prompt) throws CliException {
        if (file.isPresent()) {
            return fromFile(file.get());
        }
        char[] first = ask(prompt);
        char[] second = ask("The same again: ");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            throw new CliException(ExitCode.DATA, "these were two different passphrases; nothing was made");
        }
        return first;
    }

    private static char[] ask(String prompt) throws CliException {
        return Optional.ofNullable(System.console())
                .flatMap(terminal -> Optional.ofNullable(terminal.readPassword("%s", prompt)))
                .orElseThrow(() -> new CliException(
                        ExitCode.DATA, "there is no terminal to ask; give it in a file instead, see --help"));
    }

    private static char[] fromFile(Path file) throws CliException {
        try {
            byte[] content = OwnerOnlyFile.read(file, FILE_BYTES_MAX);
            String text = new String(content, StandardCharsets.UTF_8);
            Arrays.fill(content, (byte) 0);
            return text.lines().findFirst().orElse("").toCharArray();
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.DATA, file + ": there is no such file");
        } catch (IOException e) {
            throw new CliException(ExitCode.DATA, file + ": " + e.getMessage());
        }
    }
}
