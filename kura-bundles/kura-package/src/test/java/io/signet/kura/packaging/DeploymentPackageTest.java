package io.signet.kura.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The package that Kura installs: its order, its names, and what must not be in it. */
final class DeploymentPackageTest {
    private static final String LONG = "c.three" + ".of.several.parts".repeat(9);

    @TempDir
    private Path directory;

    private Path bundles;

    @BeforeEach
    void createDirectory() throws IOException {
        bundles = Files.createDirectories(directory.resolve("bundles"));
    }

    private void bundle(String file, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (OutputStream out = Files.newOutputStream(bundles.resolve(file));
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new ZipEntry("x"));
        }
    }

    private void bundle(String name, String exports) throws IOException {
        bundle(
                name + ".jar",
                Map.of(
                        "Bundle-SymbolicName",
                        name + ";singleton:=true",
                        "Bundle-Version",
                        "1.2.3",
                        "Export-Package",
                        exports));
    }

    private DeploymentPackage made() throws IOException {
        return DeploymentPackage.of("signet-kura", "0.1.0", bundles);
    }

    @Test
    void entries_areTheManifestAndThenTheBundlesInItsOrder() throws IOException {
        for (String name : List.of("b.two", "a.one", LONG)) {
            bundle(name, "p." + name + ";version=\"1.0\";uses:=\"q,r\"");
        }
        Path file = directory.resolve("x.dp");
        made().write(file);

        List<String> entries = new ArrayList<>();
        byte[] text = {};
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (entries.isEmpty()) {
                    text = in.readAllBytes();
                }
                entries.add(entry.getName());
            }
        }
        assertThat(entries)
                .containsExactly("META-INF/MANIFEST.MF", "a.one-1.2.3.jar", "b.two-1.2.3.jar", LONG + "-1.2.3.jar");
        String unfolded = new String(text, StandardCharsets.US_ASCII).replace("\r\n ", "");
        assertThat(unfolded.lines().filter(line -> line.startsWith("Name: ")).map(line -> line.substring(6)))
                .isEqualTo(entries.subList(1, 4));
        assertThat(new String(text, StandardCharsets.US_ASCII).lines()).allMatch(line -> line.length() <= 72);
        Manifest manifest = new Manifest(new ByteArrayInputStream(text));
        assertThat(manifest.getMainAttributes().getValue("DeploymentPackage-SymbolicName"))
                .isEqualTo("signet-kura");
        assertThat(manifest.getMainAttributes().getValue("DeploymentPackage-Version"))
                .isEqualTo("0.1.0");
        Attributes first = manifest.getAttributes("a.one-1.2.3.jar");
        assertThat(first.getValue("Bundle-SymbolicName")).isEqualTo("a.one");
        assertThat(first.getValue("Bundle-Version")).isEqualTo("1.2.3");
    }

    @Test
    void sameBundles_giveTheSameBytes() throws IOException {
        bundle("a.one", "p");
        made().write(directory.resolve("1.dp"));
        made().write(directory.resolve("2.dp"));
        assertThat(directory.resolve("1.dp")).hasSameBinaryContentAs(directory.resolve("2.dp"));
        assertThat(directory).isDirectoryNotContaining("glob:**.partial");
    }

    @Test
    void exports_areNamesWithoutWhatStandsBehindThem() throws IOException {
        bundle("a.one", "p;version=\"[1,2)\";uses:=\"x,y\",q.r;z=1,s");
        assertThat(made().bundles().get(0).exports()).containsExactlyInAnyOrder("p", "q.r", "s");
    }

    @Test
    void whatBreaksKurasRoles_isRefused() throws IOException {
        bundle("a.one", "javax.annotation.security;version=\"1.3\"");
        assertThatIllegalArgumentException()
                .isThrownBy(this::made)
                .withMessageContaining("a.one exports javax.annotation.security");
    }

    @Test
    void jarThatIsNoBundle_isRefused() throws IOException {
        bundle("plain.jar", Map.of());
        assertThatIllegalArgumentException().isThrownBy(this::made).withMessageContaining("plain.jar is no bundle");
    }

    @Test
    void oneNameTwice_isRefused() throws IOException {
        bundle("1.jar", Map.of("Bundle-SymbolicName", "a", "Bundle-Version", "1"));
        bundle("2.jar", Map.of("Bundle-SymbolicName", "a", "Bundle-Version", "2"));
        assertThatIllegalArgumentException().isThrownBy(this::made).withMessage("two bundles are a");
    }

    @Test
    void whatTheHostHas_isRefused() throws IOException {
        bundle("a.one", "p");
        made().requireNothingOf(new HostBundles(Set.of("b"), Set.of("q")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> made().requireNothingOf(new HostBundles(Set.of("a.one"), Set.of("q"))))
                .withMessageContaining("a bundle a.one itself");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> made().requireNothingOf(new HostBundles(Set.of("b"), Set.of("p"))))
                .withMessageContaining("a.one exports p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kura-5.6.bnd", "kura-6.bnd"})
    void hostFiles_nameWhatTheHostHas(String file) throws IOException {
        HostBundles host = HostBundles.read(Path.of(file));
        assertThat(host.bundles()).contains("bcprov", "org.apache.felix.scr", "slf4j.api");
        assertThat(host.packages())
                .contains("org.eclipse.kura.ai.inference", "org.bouncycastle.crypto.hpke", "org.slf4j.event");
    }
}
