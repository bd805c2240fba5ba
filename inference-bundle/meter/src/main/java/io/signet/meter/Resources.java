package io.signet.meter;

import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Files that come inside this bundle. */
final class Resources {
    private static final int BYTES_MAX = 2_000_000;

    private Resources() {}

    static Bytes read(String name) {
        try (InputStream stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("this bundle lacks its file " + name);
            }
            return Bytes.copyOf(stream.readNBytes(BYTES_MAX));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name + " from this bundle failed", e);
        }
    }
}
