package io.signet.attestation.internal;

import io.signet.attestation.Pkcs11Exception;
import io.signet.attestation.Pkcs11Uri;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds the slot of a token by its label. Java's PKCS#11 provider knows slots by numbers only, and tells labels nobody but
 * the standard output; so a process of its own asks it, which also keeps a faulty module from ending this one.
 */
final class SlotFinder {
    private static final long WAIT_MAX_S = 30;
    private static final int OUTPUT_BYTES_MAX = 64 * 1024;

    private SlotFinder() {}

    /** The slot of the token that {@code uri} names by label, or by number, and perhaps by serial number. */
    static int find(Pkcs11Uri uri) throws Pkcs11Exception {
        List<SlotLister.Slot> slots = list(uri.module());
        List<SlotLister.Slot> fitting =
                slots.stream().filter(slot -> fits(slot, uri)).toList();
        if (fitting.size() == 1) {
            return fitting.get(0).number();
        }
        throw new Pkcs11Exception(
                fitting.isEmpty()
                        ? "no token of the PKCS#11 module " + uri.module() + " is that of " + uri + "; there are "
                                + slots
                        : "several tokens are that of " + uri + ": " + fitting + "; name the right one by serial=");
    }

    private static boolean fits(SlotLister.Slot slot, Pkcs11Uri uri) {
        return uri.token().filter(label -> !label.equals(slot.label())).isEmpty()
                && uri.serial().filter(number -> !number.equals(slot.serial())).isEmpty()
                && (uri.slot().isEmpty() || uri.slot().getAsInt() == slot.number());
    }

    private static List<SlotLister.Slot> list(Path module) throws Pkcs11Exception {
        try {
            Path classes = Files.createTempDirectory("signet-slots-");
            try {
                return SlotLister.parse(run(copyClasses(classes), module));
            } finally {
                delete(classes);
            }
        } catch (IOException e) {
            throw new Pkcs11Exception(
                    "the tokens of the PKCS#11 module " + module
                            + " can't be listed, name yours by slot-id= rather than" + " token=: " + e.getMessage(),
                    e);
        }
    }

    /** This bundle may be no file that a class path can name. */
    private static Path copyClasses(Path root) throws IOException {
        for (Class<?> type : List.of(SlotLister.class, SlotLister.Slot.class)) {
            String name = type.getName().replace('.', '/') + ".class";
            Path target = root.resolve(name);
            Files.createDirectories(target.getParent());
            try (InputStream code = type.getResourceAsStream("/" + name)) {
                Files.write(
                        target,
                        Optional.ofNullable(code)
                                .orElseThrow(() -> new IOException("this bundle lacks " + name))
                                .readAllBytes());
            }
        }
        return root;
    }

    private static void delete(Path root) throws IOException {
        List<Path> deepestFirst;
        try (var paths = Files.walk(root)) {
            deepestFirst = paths.sorted((a, b) -> b.compareTo(a)).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static String run(Path classes, Path module) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        SlotLister.class.getName(),
                        module.toString())
                .redirectErrorStream(true)
                .start();
        try (InputStream output = process.getInputStream()) {
            process.getOutputStream().close();
            String said = new String(output.readNBytes(OUTPUT_BYTES_MAX), StandardCharsets.UTF_8);
            if (!process.waitFor(WAIT_MAX_S, TimeUnit.SECONDS)) {
                throw new IOException("it takes more than " + WAIT_MAX_S + " s");
            }
            if (process.exitValue() != 0) {
                throw new IOException("status " + process.exitValue() + ", " + said.strip());
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
