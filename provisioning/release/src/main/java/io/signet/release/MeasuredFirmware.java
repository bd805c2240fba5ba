package io.signet.release;

import io.signet.statement.Digest;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** What a node measures of a directory of bundles when it starts them, computed beforehand: what a trust policy may list. */
public final class MeasuredFirmware {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int VERSION_PARTS = 3;

    private MeasuredFirmware() {}

    /**
     * The run that starts the bundles in {@code bundles}, in the order in which a launcher installs them.
     *
     * @throws IOException if one can't be read, or is no bundle
     */
    public static FirmwareRun of(Path bundles) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(bundles)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        List<FirmwareItem> items = new ArrayList<>(jars.size());
        for (Path jar : jars) {
            items.add(item(jar));
        }
        return new FirmwareRun(items);
    }

    private static FirmwareItem item(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            Attributes attributes = Optional.ofNullable(file.getManifest())
                    .map(Manifest::getMainAttributes)
                    .orElseGet(Attributes::new);
            String name = Optional.ofNullable(attributes.getValue("Bundle-SymbolicName"))
                    .orElseThrow(() -> new IOException(jar + ": is no OSGi bundle: it has no Bundle-SymbolicName"));
            String version =
                    Optional.ofNullable(attributes.getValue("Bundle-Version")).orElse("0");
            return new FirmwareItem(name.split(";", 2)[0].strip(), canonical(version), sha256(jar));
        } catch (IllegalArgumentException e) {
            throw new IOException(jar + ": is no OSGi bundle: " + e.getMessage(), e);
        }
    }

    /** The version as a framework prints it (OSGi Core, section 3.2.5): with all three numbers. */
    private static String canonical(String version) {
        String[] parts = version.strip().split("\\.", VERSION_PARTS + 1);
        int[] numbers = new int[VERSION_PARTS];
        for (int i = 0; i < Math.min(parts.length, VERSION_PARTS); i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        String text = String.format(Locale.ROOT, "%d.%d.%d", numbers[0], numbers[1], numbers[2]);
        return parts.length > VERSION_PARTS ? text + "." + parts[VERSION_PARTS] : text;
    }

    private static Digest sha256(Path file) throws IOException {
        MessageDigest sha256 = Digest.newSha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
            }
        }
        return Digest.finish(sha256);
    }
}
