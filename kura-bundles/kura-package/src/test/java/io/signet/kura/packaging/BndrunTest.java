package io.signet.kura.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundles that go into the package are those that the resolver proved to be enough in each Kura. */
final class BndrunTest {
    @ParameterizedTest
    @CsvSource({"node-in-kura-5.6.bndrun, io.signet.kura.jakarta", "node-in-kura-6.bndrun, io.signet.kura.javax"})
    void packedBundles_areTheResolvedOnes_andTheRestOfTheOtherKura(String file, String other) throws IOException {
        String bndrun = Files.readString(Path.of(file));
        Set<String> resolved =
                find(bndrun.substring(bndrun.indexOf("-runbundles:")), Pattern.compile("([a-z.]+);version"));
        Matcher list = Pattern.compile("<includeArtifactIds>([^<]+)<").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(list.find()).isTrue();
        Set<String> packed = find(list.group(1), Pattern.compile("([^,]+)"));
        packed.remove("snakeyaml-engine");
        packed.add("org.snakeyaml.engine"); // its symbolic name
        resolved.add(other);
        assertThat(packed).isEqualTo(resolved);
    }

    private static Set<String> find(String text, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(r -> found.add(r.group(1)));
        return found;
    }
}
