package io.signet.inference.spi;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Executes model variants of the formats it {@link #supports}. Thread-safe. An engine exists only where it works: what
 * is missing is told by {@link EngineAvailability} before one is made.
 */
@ConsumerType
public interface Engine {
    /** Longest name of an engine. */
    int NAME_CHARS_MAX = 32;

    /** Short, lower-case name: {@code tensorflow}. 1 to {@value #NAME_CHARS_MAX} characters. */
    String name();

    /** Version of the library that computes, as it reports it itself: {@code 2.18.0}. */
    String version();

    /** What computes: {@code cpu/x86_64}. 1 to 64 characters. */
    String device();

    /** True if {@link #open} understands variants of {@code format}, such as {@code tensorflow-savedmodel}. */
    boolean supports(String format);

    /**
     * Loads a model variant. May take seconds; the caller closes the session.
     *
     * @param directory the variant's files, unpacked and verified, unchanged until the session is closed
     * @param format a format that this engine supports
     * @throws EngineException if the files are no such model, or need what this engine lacks
     */
    Session open(Path directory, String format, SessionOptions options) throws EngineException;

    /**
     * Loads a model variant from memory alone, so that nothing of it touches a disk. Engines that need files refuse.
     *
     * @param files the variant's files by their paths in its directory, verified; direct buffers that are wiped when this
     *     returns
     * @param format a format that this engine supports
     * @throws EngineException if the files are no such model, need what this engine lacks, or it can't load from memory
     */
    default Session openInMemory(Map<String, ByteBuffer> files, String format, SessionOptions options)
            throws EngineException {
        throw new EngineException(
                name() + " loads models from files only, and an encrypted one must not become a file");
    }

    /** Name and version as statements give them: {@code tensorflow/2.18.0}. */
    default String label() {
        return name() + "/" + version();
    }

    /** The same of a session of this engine, which may say more. */
    default String label(Session session) {
        return name() + "/" + session.engineVersion().orElse(version());
    }
}
