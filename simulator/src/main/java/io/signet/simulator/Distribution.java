package io.signet.simulator;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the built parts of Signet are.
 *
 * @param launcherClasses directory of the jars that start a node
 * @param bundles directory of the bundles that make a node
 * @param brokerClasses directory of the jars of the embedded broker
 * @param natives directory in which each engine has a directory with its native libraries
 */
public record Distribution(Path launcherClasses, Path bundles, Path brokerClasses, Path natives) {
    /** System property with the project's root directory, set by the launcher script and by tests. */
    public static final String ROOT_PROPERTY = "signet.root";

    public Distribution {
        for (Path directory : List.of(launcherClasses, bundles, brokerClasses, natives)) {
            if (!Files.isDirectory(directory)) {
                throw new IllegalArgumentException(
                        directory + " is missing: build first ('./signet' does it, or 'mvn package')");
            }
        }
    }

    /** Where the engines find their libraries, as {@code java.library.path} takes it. */
    public String libraryPath() {
        return Stream.of("tensorflow", "onnxruntime")
                .map(engine -> natives.resolve(engine).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The one built in the project whose root the system property {@value #ROOT_PROPERTY} names.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Distribution locate() {
        String root = System.getProperty(ROOT_PROPERTY);
        if (root == null) {
            throw new IllegalArgumentException(
                    "the system property " + ROOT_PROPERTY + " is not set: start through the script 'signet'");
        }
        return in(Path.of(root));
    }

    /** The one built in the project at {@code root}. */
    public static Distribution in(Path root) {
        Path dist = root.resolve("kura-bundles/launcher/target/dist");
        return new Distribution(
                dist.resolve("launcher"),
                dist.resolve("bundles"),
                root.resolve("kura-bundles/broker/target/lib"),
                root.resolve("target/natives"));
    }
}
