package io.signet.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The vectors of docs/protocol.md, "Releases". */
class ReleaseVectorsTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "protocol.md");
    private static final TestSigner FIRST = TestSigner.ed25519("release-1");
    private static final TestSigner SECOND = TestSigner.ed25519("release-2");
    private static final long ISSUED = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long EXPIRES = Instant.parse("2027-01-01T00:00:00Z").toEpochMilli();

    private static Bytes vector(String name) throws IOException {
        Matcher matcher = Pattern.compile("```vector " + name + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE));
        assertThat(matcher.find()).as(name).isTrue();
        return Bytes.fromHex(matcher.group(1).replaceAll(";[^\\n]*", "").replaceAll("\\s", ""));
    }

    private static SignedRoot root() {
        Role both = new Role(2, List.of(FIRST.key(), SECOND.key()));
        Root root = new Root("signet-node", 1, EXPIRES, both, new Role(1, List.of(FIRST.key())));
        return SECOND.sign(FIRST.sign(SignedRoot.unsigned(root)));
    }

    private static SignedRelease release() {
        Release release = new Release(
                new Release.Name("signet-node", "1.2.0", 12),
                new Release.Validity(ISSUED, EXPIRES, 10),
                List.of("amd64", "aarch64"),
                List.of(Digest.sha256(Bytes.utf8("a run"))),
                List.of(new ReleaseFile("bundles/a.jar", 8, Digest.sha256(Bytes.utf8("a bundle")))));
        return FIRST.sign(SignedRelease.unsigned(release));
    }

    @Test
    void root_isTheVector() throws Exception {
        assertThat(root().encode()).isEqualTo(vector("release-root"));
        assertThat(SignedRoot.decode(vector("release-root"))).isEqualTo(root());
        assertThat(root().objectionToFirst()).isEmpty();
        assertThat(root().fingerprint().value()).isEqualTo(vector("release-root-fingerprint"));
    }

    @Test
    void release_isTheVector() throws Exception {
        assertThat(release().encode()).isEqualTo(vector("release"));
        assertThat(SignedRelease.decode(vector("release"))).isEqualTo(release());
        ReleaseHead head = new ReleaseHead(List.of(root()), release());
        assertThat(new ReleaseCheck(root()).genuine(head, ISSUED)).isInstanceOf(ReleaseVerdict.Accepted.class);
    }

    @Test
    void archive_isTheVector(@org.junit.jupiter.api.io.TempDir Path directory) throws Exception {
        Path archive = TestReleases.write(
                directory.resolve("archive"),
                new ReleaseHead(List.of(root()), release()),
                Map.of("bundles/a.jar", "a bundle"));
        assertThat(Digest.sha256(Files.readAllBytes(archive)).value()).isEqualTo(vector("release-archive-digest"));
    }

    @Test
    void report_isTheVector() throws Exception {
        ReleaseReport report = new ReleaseReport(12, ReleaseReport.State.FAILED, "did not answer");
        assertThat(report.encode()).isEqualTo(vector("release-report"));
        assertThat(ReleaseReport.decode(vector("release-report"))).isEqualTo(report);
    }
}
