package io.signet.jetson.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * Finds and loads the native library: the file that a setting names, else the one in this bundle.
 *
 * @param system name of the operating system
 * @param architecture of the processor, as Java names it
 * @param file the library's file; empty for the one in the bundle
 * @param directory where the bundle's is unpacked to for a moment; code in it must be executable
 */
public record NativeLoader(String system, String architecture, Optional<Path> file, Path directory) {
    /** System property: the file of the library, where the one in the bundle can't be used. */
    private static final String FILE_PROPERTY = "signet.jetson.library";

    private static final String NAME = "libsignetjetson.so";
    /** Java's names of architectures, and the bundle's. */
    private static final Map<String, String> ARCHITECTURES = Map.of("amd64", "x86_64", "aarch64", "aarch64");

    /** What this JVM runs on and was told. */
    public static NativeLoader ofThisMachine() {
        return new NativeLoader(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Optional.ofNullable(System.getProperty(FILE_PROPERTY)).map(Path::of),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** Loads it. Empty if it is loaded, otherwise why it is not. */
    public Optional<String> load() {
        try {
            if (file.isPresent()) {
                System.load(file.get().toAbsolutePath().toString());
            } else {
                Optional<String> missing = loadFromBundle();
                if (missing.isPresent()) {
                    return missing;
                }
            }
            int version = NativeCalls.interfaceVersion();
            return version == NativeCalls.INTERFACE_VERSION
                    ? Optional.empty()
                    : Optional.of("the native library has interface " + version + ", not "
                            + NativeCalls.INTERFACE_VERSION + ": build it anew");
        } catch (UnsatisfiedLinkError e) {
            return Optional.of("the native library can't be loaded: " + e.getMessage());
        } catch (IOException e) {
            return Optional.of("the native library can't be unpacked to " + directory + " (" + e.getMessage()
                    + "): set java.io.tmpdir to a directory that can be written to and executed from");
        }
    }

    private Optional<String> loadFromBundle() throws IOException {
        String folder = ARCHITECTURES.get(architecture);
        if (!system.equals("Linux") || folder == null) {
            return Optional.of("no native library for " + system + " on " + architecture);
        }
        try (InputStream library = NativeLoader.class.getResourceAsStream("/native/" + folder + "/" + NAME)) {
            if (library == null) {
                return Optional.of("this build has no native library for " + folder
                        + ": build it where cmake and g++ are installed");
            }
            Path copy = Files.createTempFile(directory, "libsignetjetson-", ".so");
            try {
                Files.copy(library, copy, StandardCopyOption.REPLACE_EXISTING);
                System.load(copy.toString());
            } finally {
                Files.delete(copy); // what is loaded stays, without its name
            }
            return Optional.empty();
        }
    }
}
