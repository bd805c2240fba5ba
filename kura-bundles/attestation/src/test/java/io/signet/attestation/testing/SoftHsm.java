package io.signet.attestation.testing;

import io.signet.attestation.Pkcs11Uri;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;

/** A token of SoftHSM's, kept below the directory of the file that the variable SOFTHSM2_CONF names: the build sets it. */
public final class SoftHsm implements AutoCloseable {
    /** The PIN of every token. */
    public static final String PIN = "5678";

    /** SoftHSM's library. */
    public static final Path MODULE = Stream.of("/usr/lib/softhsm", "/usr/lib64/pkcs11", "/usr/local/lib/softhsm")
            .map(directory -> Path.of(directory, "libsofthsm2.so"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("SoftHSM is missing: apt-get install softhsm2"));

    private final String label;
    private final Path directory;
    private final Path pinFile;
    private final Path away;

    private SoftHsm(String label, Path directory, Path pinFile, Path away) {
        this.label = label;
        this.directory = directory;
        this.pinFile = pinFile;
        this.away = away;
    }

    /** A new token, whose PIN is in a file in {@code scratch}. */
    public static SoftHsm create(Path scratch) throws IOException, InterruptedException {
        Path configuration = Path.of(System.getenv("SOFTHSM2_CONF"));
        Path tokens = Files.createDirectories(configuration.resolveSibling("tokens"));
        Files.writeString(configuration, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
        List<Path> before = list(tokens);
        String label = "token " + UUID.randomUUID().toString().substring(0, 8);
        util("--init-token", "--free", "--label", label, "--so-pin", "12345678", "--pin", PIN);
        List<Path> now = new ArrayList<>(list(tokens));
        now.removeAll(before);
        return new SoftHsm(
                label,
                now.get(0),
                writePin(scratch.resolve("pin"), PIN),
                Files.createDirectory(scratch.resolve("away")));
    }

    /** Writes a PIN for its owner alone. */
    public static Path writePin(Path file, String pin) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, pin + "\n");
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private static String util(String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("softhsm2-util"));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(line + ": " + said);
        }
        return said;
    }

    /** The key called {@code object} on this token. */
    public Pkcs11Uri uri(String object) {
        return uri(object, pinFile);
    }

    /** The same with the PIN in {@code pin}. */
    public Pkcs11Uri uri(String object, Path pin) {
        return new Pkcs11Uri(Optional.of(label), Optional.empty(), OptionalInt.empty(), object, MODULE, pin);
    }

    /** The file with the right PIN. */
    public Path pinFile() {
        return pinFile;
    }

    /** Takes all keys away, as if somebody had pulled the token out. */
    public void remove() throws IOException {
        move(directory, away);
    }

    /** Brings them back. */
    public void putBack() throws IOException {
        move(away, directory);
    }

    private void move(Path from, Path to) throws IOException {
        for (Path file : list(from)) {
            String name = file.getFileName().toString();
            if (!name.startsWith("token.") && !name.equals("generation")) {
                Files.move(file, to.resolve(name));
            }
        }
        // By this number SoftHSM knows that somebody changed the token.
        Path generation = directory.resolve("generation");
        ByteBuffer number = ByteBuffer.wrap(Files.readAllBytes(generation));
        Files.write(generation, number.putLong(0, number.getLong(0) + 1).array());
    }

    /** Deletes the token. */
    @Override
    public void close() throws IOException {
        for (Path file : list(directory)) {
            Files.delete(file);
        }
        Files.delete(directory);
    }
}
