package io.signet.kura.packaging;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bundle that goes into the package.
 *
 * @param file the jar
 * @param symbolicName its name in a framework
 * @param version its version there
 * @param exports packages that it exports
 */
record PackedBundle(Path file, String symbolicName, String version, Set<String> exports) {
    /** What stands behind a package's name, in quotes or not. */
    private static final Pattern DIRECTIVES = Pattern.compile(";[^,\"]*(\"[^\"]*\"[^,\"]*)*");

    PackedBundle {
        exports = Set.copyOf(exports);
    }

    /**
     * Reads the jar's manifest.
     *
     * @throws IllegalArgumentException if it is no bundle
     */
    static PackedBundle read(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = main.getValue("Bundle-SymbolicName");
            String version = main.getValue("Bundle-Version");
            if (name == null || version == null) {
                throw new IllegalArgumentException(jar + " is no bundle: it has no symbolic name or no version");
            }
            String exports = main.getValue("Export-Package");
            return new PackedBundle(
                    jar,
                    DIRECTIVES.matcher(name).replaceAll("").strip(),
                    version,
                    exports == null ? Set.of() : packages(exports));
        }
    }

    private static Set<String> packages(String header) {
        return Pattern.compile(",")
                .splitAsStream(DIRECTIVES.matcher(header).replaceAll(""))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Its name in the package. */
    String entry() {
        return symbolicName + "-" + version + ".jar";
    }
}
