package io.signet.kura.packaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * An OSGi deployment package (OSGi Compendium, chapter 114): a jar whose first entry is its manifest, followed by the bundles in the
 * order in which the manifest names them. The same bundles give the same bytes. It is not signed.
 *
 * @param name the package's symbolic name
 * @param version its version, as OSGi has versions
 * @param bundles what is in it
 */
record DeploymentPackage(String name, String version, List<PackedBundle> bundles) {
    /** Whoever brings this makes Kura's REST answer calls that nobody is allowed to make. */
    static final List<String> FORBIDDEN = List.of("javax.annotation.security", "jakarta.annotation.security");

    private static final int LINE_BYTES_MAX = 72;
    private static final String LINE_END = "\r\n";
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    DeploymentPackage {
        bundles = List.copyOf(bundles);
        if (bundles.isEmpty()) {
            throw new IllegalArgumentException("a package without a bundle");
        }
        Set<String> names = new HashSet<>();
        for (PackedBundle bundle : bundles) {
            if (!names.add(bundle.symbolicName())) {
                throw new IllegalArgumentException("two bundles are " + bundle.symbolicName());
            }
            for (String forbidden : FORBIDDEN) {
                if (bundle.exports().contains(forbidden)) {
                    throw new IllegalArgumentException(
                            bundle.symbolicName() + " exports " + forbidden + ": Kura would check no roles any more");
                }
            }
        }
    }

    /**
     * The bundles in {@code directory}, in the order of their files' names.
     *
     * @throws IllegalArgumentException if one of them is no bundle
     */
    static DeploymentPackage of(String name, String version, Path directory) throws IOException {
        List<PackedBundle> bundles = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                bundles.add(PackedBundle.read(jar));
            }
        }
        return new DeploymentPackage(name, version, bundles);
    }

    /**
     * Checks that the host has nothing of it.
     *
     * @throws IllegalArgumentException if a bundle or an exported package is there already
     */
    void requireNothingOf(HostBundles host) {
        for (PackedBundle bundle : bundles) {
            if (host.bundles().contains(bundle.symbolicName())) {
                throw new IllegalArgumentException("the host has a bundle " + bundle.symbolicName() + " itself");
            }
            for (String exported : bundle.exports()) {
                if (host.packages().contains(exported)) {
                    throw new IllegalArgumentException(
                            bundle.symbolicName() + " exports " + exported + ", which the host does itself");
                }
            }
        }
    }

    /** Writes it to {@code file}, whole or not at all. */
    void write(Path file) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (OutputStream out = Files.newOutputStream(partial);
                JarOutputStream jar = new JarOutputStream(out)) {
            put(jar, JarFile.MANIFEST_NAME);
            jar.write(manifest().getBytes(StandardCharsets.US_ASCII));
            jar.closeEntry();
            for (PackedBundle bundle : bundles) {
                put(jar, bundle.entry());
                Files.copy(bundle.file(), jar);
                jar.closeEntry();
            }
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void put(JarOutputStream jar, String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        jar.putNextEntry(entry);
    }

    /** As text: {@link java.util.jar.Manifest} writes its sections in no order. */
    private String manifest() {
        StringBuilder text = new StringBuilder();
        header(text, "Manifest-Version", "1.0");
        header(text, "DeploymentPackage-SymbolicName", name);
        header(text, "DeploymentPackage-Version", version);
        for (PackedBundle bundle : bundles) {
            text.append(LINE_END);
            header(text, "Name", bundle.entry());
            header(text, "Bundle-SymbolicName", bundle.symbolicName());
            header(text, "Bundle-Version", bundle.version());
        }
        return text.append(LINE_END).toString();
    }

    /** A line of more than 72 bytes goes on in the next one, after a blank (JAR File Specification). */
    private static void header(StringBuilder text, String key, String value) {
        String line = key + ": " + value;
        int from = 0;
        for (int to = Math.min(line.length(), LINE_BYTES_MAX); from < line.length(); ) {
            text.append(from == 0 ? "" : " ").append(line, from, to).append(LINE_END);
            from = to;
            to = Math.min(line.length(), from + LINE_BYTES_MAX - 1);
        }
    }

    /**
     * What the build calls.
     *
     * @param arguments the file to write, its symbolic name and version, the directory of the bundles, and the files of hosts that
     *     must have nothing of it
     */
    public static void main(String[] arguments) throws IOException {
        DeploymentPackage made =
                of(arguments[1], arguments[2].replace("-SNAPSHOT", ".SNAPSHOT"), Path.of(arguments[3]));
        for (int i = 4; i < arguments.length; i++) {
            made.requireNothingOf(HostBundles.read(Path.of(arguments[i])));
        }
        made.write(Path.of(arguments[0]));
    }
}
