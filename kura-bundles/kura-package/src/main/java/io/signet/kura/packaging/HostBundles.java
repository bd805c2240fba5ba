package io.signet.kura.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a host has, from the file that the resolver uses, too.
 *
 * @param bundles symbolic names of its bundles. A deployment package that brings one of those, in whatever version, is refused by the
 *     host as a whole (OSGi Compendium, 114.8, "bundle sharing violation")
 * @param packages that it exports
 */
record HostBundles(Set<String> bundles, Set<String> packages) {
    private static final Pattern BUNDLE = Pattern.compile("bnd\\.identity;id=([A-Za-z0-9._-]+)");
    private static final Pattern PACKAGE =
            Pattern.compile("^ +([a-z][A-Za-z0-9._]*);version=[0-9.]+,?\\\\?$", Pattern.MULTILINE);

    HostBundles {
        bundles = Set.copyOf(bundles);
        packages = Set.copyOf(packages);
    }

    /**
     * Reads {@code file}.
     *
     * @throws IllegalArgumentException if it names no bundle or no package: then it is not what it should be
     */
    static HostBundles read(Path file) throws IOException {
        String text = Files.readString(file);
        HostBundles host = new HostBundles(find(BUNDLE, text), find(PACKAGE, text));
        if (host.bundles.isEmpty() || host.packages.isEmpty()) {
            throw new IllegalArgumentException(file + " names no bundles or no packages of the host");
        }
        return host;
    }

    private static Set<String> find(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
    }
}
