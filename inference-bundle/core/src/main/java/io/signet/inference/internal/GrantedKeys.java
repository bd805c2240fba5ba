package io.signet.inference.internal;

import io.signet.inference.model.ContentKey;
import io.signet.inference.model.ContentKeys;
import io.signet.inference.model.Grant;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.hpke.MeasuredKeyHolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens encrypted packages with the grants that lie beside them, by the node's TPM. Thread-safe. */
public final class GrantedKeys implements ContentKeys {
    /** Most grants that are looked at. */
    static final int GRANTS_MAX = 1_000;

    private final Path directory;
    private final Clock clock;
    private volatile Optional<MeasuredKeyHolder> holder = Optional.empty();

    /** Grants in {@code directory}, which need not exist yet; they open once there is a holder of keys. */
    public GrantedKeys(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** From now on, {@code keys} opens grants. */
    void setHolder(MeasuredKeyHolder keys) {
        holder = Optional.of(keys);
    }

    /** {@code keys} is gone; nothing changes if another one came in its place. */
    void unsetHolder(MeasuredKeyHolder keys) {
        if (holder.filter(present -> present == keys).isPresent()) {
            holder = Optional.empty();
        }
    }

    /** The files of the grants, by name. */
    static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(Grant.EXTENSION))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(GRANTS_MAX)
                    .toList();
        }
    }

    @Override
    public ContentKey keyOf(ModelPackage model) throws PackageException {
        MeasuredKeyHolder keys = holder.orElseThrow(() -> new PackageException(
                model.file(), "it is encrypted, and opens only on a node whose key is in a TPM that can be reached"));
        List<String> refusals = new ArrayList<>();
        boolean passing = false;
        for (Path file : list(model)) {
            try {
                Grant grant = Grant.decode(read(file));
                if (!grant.terms().modelPackage().equals(model.digest())) {
                    continue;
                }
                return open(grant, model, keys);
            } catch (MalformedException | IOException e) {
                refusals.add(file.getFileName() + " is no grant: " + e.getMessage());
            } catch (RefusedException e) {
                refusals.add(file.getFileName() + ": " + e.getMessage());
            } catch (MeasuredKeyException e) {
                refusals.add(file.getFileName() + ": " + e.getMessage());
                passing |= e.isPassing();
            }
        }
        throw new PackageException(
                model.file(),
                refusals.isEmpty()
                        ? "it is encrypted, and there is no grant for it here: ask its publisher " + model.publisher()
                                + " for one for this node (signet model grant), and put it beside the package"
                        : "it is encrypted, and no grant opens it: " + String.join("; ", refusals),
                passing);
    }

    /** A grant is not good for a package. */
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    private List<Path> list(ModelPackage model) throws PackageException {
        try {
            return files(directory);
        } catch (IOException e) {
            throw new PackageException(model.file(), "the grants in " + directory + " cannot be read: " + e, e);
        }
    }

    private static Bytes read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.copyOf(in.readNBytes(Grant.SIZE_BYTES_MAX + 1)); // one more is refused
        }
    }

    private ContentKey open(Grant grant, ModelPackage model, MeasuredKeyHolder keys)
            throws RefusedException, MeasuredKeyException {
        if (!grant.publisher().equals(model.publisher())) {
            throw new RefusedException("it was not signed by the package's publisher but by " + grant.publisher());
        }
        Instant end = grant.terms().notAfter();
        if (!Instant.ofEpochMilli(clock.wallMillis()).isBefore(end)) {
            throw new RefusedException("it ended " + end + ": ask the publisher for a new one");
        }
        ContentKey key = grant.open(keys)
                .orElseThrow(() -> new RefusedException("its content key was encrypted for something else"));
        if (!model.opensWith(key)) {
            key.close();
            throw new RefusedException("the key in it is not that of this package: the publisher made a mistake");
        }
        return key;
    }
}
