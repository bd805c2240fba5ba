package io.signet.inference.process.osgi;

import io.signet.inference.process.internal.EngineProcessMain;
import io.signet.inference.spi.Engine;
import io.signet.runtime.Limits;
import io.signet.runtime.Trees;
import io.signet.statement.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;

/**
 * A plain class path of what lies in bundles: their content is written out into the storage of the bundle that asks, since
 * a framework may keep it in any form. Jars in a bundle's directory {@code process} are for the process alone.
 */
public final class BundleClassPath {
    /** What an engine's process needs beside the engine. */
    private static final List<Class<?>> ROOMS =
            List.of(EngineProcessMain.class, Engine.class, Limits.class, Tensor.class, Logger.class);

    private static final String DIRECTORY = "engine-process";

    /** In an engine's bundle, jars that its process needs and the node must not load. */
    private static final String PROCESS_JARS = "process";

    private BundleClassPath() {}

    /**
     * The class path for an engine's process.
     *
     * @param context of the engine's bundle, in whose storage everything is written, anew at each call
     * @param engine a class of the engine's bundle
     * @throws IOException if it can't be written
     */
    public static List<Path> unpack(BundleContext context, Class<?> engine) throws IOException {
        java.io.File storage = context.getDataFile(DIRECTORY);
        if (storage == null) {
            throw new IOException("this framework gives bundles no files");
        }
        Path directory = storage.toPath().toAbsolutePath();
        Trees.delete(directory);
        Set<Path> entries = new LinkedHashSet<>();
        List<Class<?>> classes = new ArrayList<>(ROOMS);
        classes.add(engine);
        for (Class<?> one : classes) {
            Bundle bundle = FrameworkUtil.getBundle(one);
            if (bundle == null || bundle.getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
                entries.add(file(one));
            } else {
                Path unpacked = directory.resolve(String.valueOf(bundle.getBundleId()));
                if (!Files.exists(unpacked)) {
                    unpack(bundle, unpacked);
                }
                entries.addAll(classPath(bundle, unpacked));
            }
        }
        return List.copyOf(entries);
    }

    /** The jar of a class that the framework shares with whoever launched it. */
    private static Path file(Class<?> one) throws IOException {
        CodeSource source = one.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("nobody knows where " + one.getName() + " comes from");
        }
        try {
            return Path.of(new URI(source.getLocation().toString()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException(one.getName() + " comes from no file but " + source.getLocation(), e);
        }
    }

    private static void unpack(Bundle bundle, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (URL entry : Collections.list(bundle.findEntries("/", "*", true))) {
            String name = entry.getPath().replaceFirst("^/+", "");
            Path target = directory.resolve(name).normalize();
            if (!target.startsWith(directory)) {
                throw new IOException(bundle + " has an entry that leads out of it: " + name);
            }
            if (name.endsWith("/")) {
                Files.createDirectories(target);
            } else {
                Files.createDirectories(target.getParent());
                try (InputStream content = entry.openStream()) {
                    Files.copy(content, target);
                }
            }
        }
    }

    private static List<Path> classPath(Bundle bundle, Path directory) throws IOException {
        String header = bundle.getHeaders().get(Constants.BUNDLE_CLASSPATH);
        List<Path> entries = new ArrayList<>();
        for (String entry : (header == null ? "." : header).split(",")) {
            entries.add(directory.resolve(entry.strip()).normalize());
        }
        Path ofProcess = directory.resolve(PROCESS_JARS);
        if (Files.isDirectory(ofProcess)) {
            try (Stream<Path> jars = Files.list(ofProcess)) {
                entries.addAll(jars.sorted().toList());
            }
        }
        return entries;
    }
}
