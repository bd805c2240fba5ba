package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Roots, releases and archives of a product with three who sign roots and two who sign releases. */
public final class TestReleases {
    /** When all of it is good. */
    public static final long NOW = Instant.parse("2026-06-01T00:00:00Z").toEpochMilli();

    /** What tests call this machine. */
    public static final String ARCHITECTURE = "amd64";

    static final TestSigner ANNA = TestSigner.ed25519("release-1");
    static final TestSigner BERT = TestSigner.ed25519("release-2");
    static final TestSigner CLEO = TestSigner.p256();
    static final TestSigner MALLORY = TestSigner.p256();

    static final String PRODUCT = "signet-node";
    private static final long ISSUED = Instant.parse("2026-05-01T00:00:00Z").toEpochMilli();
    private static final long EXPIRES = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    private TestReleases() {}

    /** Two of Anna, Bert and Cleo sign roots, Anna and Bert sign releases. */
    static Root root(int version) {
        return new Root(
                PRODUCT,
                version,
                EXPIRES,
                new Role(2, List.of(ANNA.key(), BERT.key(), CLEO.key())),
                new Role(2, List.of(ANNA.key(), BERT.key())));
    }

    /** Signed by Anna and Bert. */
    public static SignedRoot signedRoot(int version) {
        return BERT.sign(ANNA.sign(SignedRoot.unsigned(root(version))));
    }

    /** Release {@code sequence} of files with these contents, by their paths. */
    static Release release(long sequence, Map<String, String> contents) {
        return new Release(
                new Release.Name(PRODUCT, "1." + sequence, sequence),
                new Release.Validity(ISSUED, EXPIRES, 0),
                List.of(ARCHITECTURE),
                List.of(Digest.sha256(Bytes.utf8("a run"))),
                contents.entrySet().stream()
                        .map(file -> new ReleaseFile(
                                file.getKey(),
                                Bytes.utf8(file.getValue()).size(),
                                Digest.sha256(Bytes.utf8(file.getValue()))))
                        .toList());
    }

    /** What is in release {@code sequence}. */
    public static Map<String, String> contents(long sequence) {
        return new TreeMap<>(Map.of(
                "bundles/a.jar", "bundle a of " + sequence, "bundles/b.jar", "bundle b", "launcher/l.jar", "launcher"));
    }

    static SignedRelease signed(Release release) {
        return BERT.sign(ANNA.sign(SignedRelease.unsigned(release)));
    }

    /** An archive of release {@code sequence} with root 1, as it should be. */
    public static Path archive(Path directory, long sequence) throws IOException {
        return write(
                directory.resolve("release-" + sequence),
                new ReleaseHead(List.of(signedRoot(1)), signed(release(sequence, contents(sequence)))),
                contents(sequence));
    }

    static Path write(Path file, ReleaseHead head, Map<String, String> contents) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            ReleaseArchive.write(
                    head,
                    path -> new ByteArrayInputStream(
                            Bytes.utf8(contents.get(path.path())).toArray()),
                    out);
        }
        return file;
    }
}
