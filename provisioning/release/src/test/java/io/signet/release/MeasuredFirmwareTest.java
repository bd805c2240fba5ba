package io.signet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Digest;
import io.signet.statement.evidence.FirmwareItem;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredFirmwareTest {
    @TempDir
    private Path bundles;

    private Digest bundle(String file, Map<String, String> headers) throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        Path jar = bundles.resolve(file);
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream content = new JarOutputStream(out, manifest)) {
            content.finish();
        }
        return Digest.sha256(Files.readAllBytes(jar));
    }

    @Test
    void bundles_areTakenInTheLaunchersOrder_withVersionsAsAFrameworkSaysThem() throws Exception {
        Digest second = bundle("b.jar", Map.of("Bundle-SymbolicName", "x;singleton:=true", "Bundle-Version", "1.2"));
        Digest first = bundle("a.jar", Map.of("Bundle-SymbolicName", "y", "Bundle-Version", "1.2.3.SNAPSHOT"));
        Files.writeString(bundles.resolve("readme"), "no bundle");
        assertThat(MeasuredFirmware.of(bundles).items())
                .containsExactly(
                        new FirmwareItem("y", "1.2.3.SNAPSHOT", first), new FirmwareItem("x", "1.2.0", second));
    }

    @Test
    void jarThatIsNoBundle_isNamed() throws Exception {
        bundle("plain.jar", Map.of());
        assertThatThrownBy(() -> MeasuredFirmware.of(bundles)).hasMessageContaining("plain.jar: is no OSGi bundle");
    }
}
