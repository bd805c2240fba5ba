package io.signet.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A bundle that a node is made of, before it is installed.
 *
 * @param name its symbolic name
 * @param version as a framework writes it
 * @param jar its file
 */
public record NodeBundle(String name, String version, Path jar) {
    private static final int VERSION_NUMBERS = 3;

    /**
     * The bundles in {@code directory}, in the order in which a node installs, and so measures, them.
     *
     * @throws IOException if the directory or a file in it can't be read, or one is no bundle
     */
    public static List<NodeBundle> in(Path directory) throws IOException {
        List<NodeBundle> bundles = new ArrayList<>();
        for (Path jar : jars(directory)) {
            bundles.add(of(jar));
        }
        return List.copyOf(bundles);
    }

    /** The files of the bundles in {@code directory}, in that order. */
    static List<Path> jars(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static NodeBundle of(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = main.getValue("Bundle-SymbolicName");
            if (name == null) {
                throw new IOException(jar + " is no bundle: it has no symbolic name");
            }
            String version = main.getValue("Bundle-Version");
            return new NodeBundle(name.split(";", 2)[0].strip(), normal(version == null ? "0" : version), jar);
        }
    }

    /** With all of its three numbers (OSGi Core 8, section 3.2.5). */
    private static String normal(String version) {
        List<String> parts = new ArrayList<>(Arrays.asList(version.strip().split("\\.", VERSION_NUMBERS + 1)));
        while (parts.size() < VERSION_NUMBERS) {
            parts.add("0");
        }
        return String.join(".", parts);
    }
}
