package io.signet.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The list of bundles that are copied and the list that the resolver proved are one. */
final class BndrunTest {
    @Test
    void copiedBundles_areTheResolvedOnes() throws IOException {
        String bndrun = Files.readString(Path.of("node.bndrun"));
        Set<String> resolved =
                find(bndrun.substring(bndrun.indexOf("-runbundles:")), Pattern.compile("([a-z.]+);version"));
        String pom = Files.readString(Path.of("pom.xml"));
        Matcher list = Pattern.compile("<includeArtifactIds>([^<]+)<").matcher(pom);
        assertThat(list.find()).isTrue();
        Set<String> copied = find(list.group(1), Pattern.compile("([^,]+)"));
        // Jars whose symbolic names are not their artifact ids.
        for (String castle : List.of("bcpkix", "bcprov", "bcutil")) {
            copied.remove(castle + "-jdk18on");
            copied.add(castle);
        }
        copied.remove("snakeyaml-engine");
        copied.add("org.snakeyaml.engine");
        assertThat(copied).isEqualTo(resolved);
    }

    private static Set<String> find(String text, Pattern pattern) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(r -> found.add(r.group(1)));
        return found;
    }
}
