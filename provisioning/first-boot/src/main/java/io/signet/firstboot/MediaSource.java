package io.signet.firstboot;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A USB stick that says where the registrar is: the file {@value #SETTINGS} with {@code registrar: https://HOST:PORT}, or
 * {@value #QR} with the text of a QR code, the address alone. A stick is data: nothing on it is run, and nothing but that is read.
 */
public final class MediaSource implements RegistrarSource {
    private static final Logger LOG = LoggerFactory.getLogger(MediaSource.class);
    private static final String SETTINGS = "signet.yaml";
    private static final String QR = "signet-qr.txt";
    private static final int DIRECTORIES_MAX = 64;
    private static final int QR_BYTES_MAX = 4096;
    private static final int ADDRESS_CHARS_MAX = 512;

    private final List<Path> roots;
    private final int depth;

    private MediaSource(List<Path> roots, int depth) {
        this.roots = List.copyOf(roots);
        this.depth = depth;
    }

    /** Sticks where Linux mounts them: {@code /media/*}, {@code /media/*}{@code /*} and {@code /run/media/*}{@code /*}. */
    public static MediaSource mounted() {
        return new MediaSource(List.of(Path.of("/media"), Path.of("/run/media")), 2);
    }

    /** One directory. */
    public static MediaSource in(Path directory) {
        return new MediaSource(List.of(directory), 0);
    }

    @Override
    public List<URI> find() {
        List<Path> directories = new ArrayList<>();
        roots.forEach(root -> collect(root, depth, directories));
        List<URI> found = new ArrayList<>();
        directories.forEach(directory -> read(directory).ifPresent(found::add));
        return found;
    }

    private static void collect(Path directory, int deeper, List<Path> into) {
        if (into.size() >= DIRECTORIES_MAX || !Files.isDirectory(directory)) {
            return;
        }
        into.add(directory);
        if (deeper == 0) {
            return;
        }
        try (DirectoryStream<Path> below = Files.newDirectoryStream(directory)) {
            Iterator<Path> each = below.iterator();
            while (each.hasNext() && into.size() < DIRECTORIES_MAX) {
                collect(each.next(), deeper - 1, into);
            }
        } catch (IOException e) {
            LOG.debug("{} can't be looked into: {}", directory, e.getMessage()); // a stick was pulled out, say
        }
    }

    private static Optional<URI> read(Path directory) {
        Path settings = directory.resolve(SETTINGS);
        Path code = directory.resolve(QR);
        try {
            if (Files.isRegularFile(settings)) {
                Settings said = Settings.read(settings);
                URI registrar = said.parsed("registrar", ADDRESS_CHARS_MAX, RegistrarAddress::parse);
                said.requireNothingElse();
                return Optional.of(registrar);
            }
            if (Files.isRegularFile(code) && Files.size(code) <= QR_BYTES_MAX) {
                return Optional.of(RegistrarAddress.parse(Files.readString(code, StandardCharsets.UTF_8)));
            }
        } catch (ProvisioningException | IOException | IllegalArgumentException e) {
            LOG.warn("{} does not say where the registrar is: {}", directory, e.getMessage());
        }
        return Optional.empty();
    }
}
