package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Anna and Bert make a root and a release, from their keys to the verdict. */
class ReleaseCommandTest {
    /** The keys, and a root and a release that nobody signed; made once, as a passphrase takes its time. */
    @TempDir
    private static Path made;

    @TempDir
    private Path directory;

    private Path root;
    private Path archive;

    private static Cli.Result run(Object... arguments) {
        return new Cli(made).run(arguments);
    }

    private static String done(Object... arguments) {
        Cli.Result result = run(arguments);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private static String sign(Path file, String name) {
        return done("release", "sign", file, "--key", path(name + ".key"), "--passphrase-file", path("passphrase"));
    }

    private static Path path(String name) {
        return made.resolve(name);
    }

    @BeforeEach
    void copy() throws Exception {
        root = Files.copy(path("1.root"), directory.resolve("1.root"));
        archive = Files.copy(path("node-12"), directory.resolve("node-12"));
    }

    @BeforeAll
    static void make() throws Exception {
        Path passphrase = Files.createFile(
                path("passphrase"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passphrase, "correct horse battery staple\n");
        for (String name : List.of("anna", "bert")) {
            assertThat(done("release", "key", path(name + ".key"), "--passphrase-file", passphrase))
                    .contains("Made the key", name + ".pub");
        }
        Path root = path("1.root");
        done(
                "release",
                "root",
                root,
                "--root-key",
                path("anna.pub"),
                "--root-key",
                path("bert.pub"),
                "--root-threshold",
                2,
                "--release-key",
                path("anna.pub"),
                "--release-key",
                path("bert.pub"),
                "--release-threshold",
                2);
        Path dist = path("dist");
        Files.createDirectories(dist.resolve("launcher"));
        Files.writeString(dist.resolve("launcher/l.jar"), "a launcher");
        Files.createDirectories(dist.resolve("bundles"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "a");
        try (OutputStream out = Files.newOutputStream(dist.resolve("bundles/a.jar"));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.finish();
        }
        assertThat(done(
                        "release",
                        "make",
                        path("node-12"),
                        dist,
                        "--root",
                        root,
                        "--version",
                        "1.2.0",
                        "--sequence",
                        12))
                .contains("Made signet-node 1.2.0 (12) in ");
    }

    @Test
    void release_isAccepted_whenEnoughSigned() throws Exception {
        assertThat(sign(archive, "anna")).contains("1 of the 2 signatures that it needs, by 2 keys");
        assertThat(run("release", "verify", archive, "--root", root).err())
                .contains("1.root: can't be trusted: root 1: 0 of 2 keys signed it, 2 must");
        sign(root, "anna");
        assertThat(sign(root, "bert")).contains("Signed root 1 of signet-node: 2 of the 2");
        Cli.Result early = run("release", "verify", archive, "--root", root);
        assertThat(early.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(early.out()).contains("REFUSED: signet-node 1.2.0 (12): 1 of 2 keys signed it, 2 must");
        sign(archive, "bert");
        assertThat(done("release", "verify", archive, "--root", root)).contains("ACCEPTED: signet-node 1.2.0 (12)");
        Cli.Result late = new Cli(directory)
                .at(Cli.NOW.plus(Duration.ofDays(91)))
                .run("release", "verify", "--json", archive, "--root", root);
        assertThat(late.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(late.json().get("message").toString()).contains("has expired");
    }

    @Test
    void show_saysWhatAndWho() throws Exception {
        sign(archive, "bert");
        assertThat(done("release", "show", root)).contains("fingerprint", "has-not-signed", "needed       2");
        Map<String, Object> shown = run("release", "show", "--json", archive).json();
        assertThat(shown).containsEntry("sequence", 12).containsEntry("version", "1.2.0");
        assertThat(shown.get("release-keys").toString()).contains("state=signed", "state=has-not-signed");
        assertThat((List<?>) shown.get("firmware")).hasSize(1);
    }

    @Test
    void nextRoot_followsTheFirst() throws Exception {
        Path second = path("2.root");
        done(
                "release",
                "root",
                second,
                "--after",
                root,
                "--root-key",
                path("bert.pub"),
                "--release-key",
                path("bert.pub"));
        assertThat(run("release", "show", "--json", second).json()).containsEntry("root", 2);
    }

    @Test
    void changedFile_isNeitherSignedNorAccepted() throws Exception {
        sign(root, "anna");
        sign(root, "bert");
        sign(archive, "anna");
        sign(archive, "bert");
        byte[] content = Files.readAllBytes(archive);
        content[content.length - 1] ^= 1;
        Files.write(archive, content);
        assertThat(run("release", "verify", archive, "--root", root).out())
                .contains("REFUSED", "launcher/l.jar is not the file that was signed");
        Cli.Result refused =
                run("release", "sign", archive, "--key", path("anna.key"), "--passphrase-file", path("passphrase"));
        assertThat(refused.code()).isEqualTo(ExitCode.DATA.code());
    }

    @Test
    void mistakes_areToldWithWhatToDo() throws Exception {
        Cli.Result again = run("release", "key", path("anna.key"), "--passphrase-file", path("passphrase"));
        assertThat(again.code()).isEqualTo(ExitCode.CANNOT_CREATE.code());
        Cli.Result noKey = run("release", "root", path("x"), "--root-key", root, "--release-key", root);
        assertThat(noKey.code()).isEqualTo(ExitCode.DATA.code());
        assertThat(noKey.err()).contains("holds no public key in PEM");
        Cli.Result tooMany = run(
                "release",
                "root",
                path("x"),
                "--root-key",
                path("anna.pub"),
                "--root-threshold",
                2,
                "--release-key",
                path("anna.pub"));
        assertThat(tooMany.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(tooMany.err()).contains("the threshold = 2 is out of range: 1 to 1");
        assertThat(run("release", "verify", root, "--root", root).code()).isEqualTo(ExitCode.DATA.code());
        assertThat(run("release", "show", path("nothing")).err()).contains("there is no such file");
    }
}
