package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages' words: each language has all of them, and none that no page uses. */
class ConsoleWordsTest {
    private static final Path WEB = Path.of("src/main/resources/io/signet/console/web");
    private static final Pattern WORD = Pattern.compile("\\bt\\('([a-z0-9.-]+)'");
    private static final Pattern COUNTED = Pattern.compile("\\btn\\('([a-z0-9.-]+)'");
    private static final Pattern GROUP = Pattern.compile("\\btOf\\('([a-z0-9.-]+)'");
    private static final Pattern CODE = Pattern.compile("(?m)^  '?([a-z-]+)'?: ");
    private static final Pattern PLACE = Pattern.compile("\\{\\w+}");

    private static Map<String, String> words(String language) throws IOException {
        Map<String, String> words = new TreeMap<>();
        JSON.std
                .mapFrom(Files.readString(WEB.resolve("words").resolve(language + ".json")))
                .forEach((key, word) -> words.put(key, word.toString()));
        return words;
    }

    private static String scripts() throws IOException {
        try (Stream<Path> files = Files.walk(WEB)) {
            List<Path> ours = files.filter(file -> file.toString().endsWith(".js"))
                    .filter(file -> !file.startsWith(WEB.resolve("verify")))
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path file : ours) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> places(String word) {
        return PLACE.matcher(word).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void languages_haveTheSameWords_withTheSamePlaces() throws Exception {
        Map<String, String> english = words("en");
        Map<String, String> german = words("de");
        assertThat(german.keySet()).isEqualTo(english.keySet());
        english.forEach(
                (key, word) -> assertThat(places(german.get(key))).as(key).isEqualTo(places(word)));
        assertThat(german.values()).noneMatch(String::isBlank);
        assertThat(english.values()).noneMatch(String::isBlank);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everyWord_isThere_andUsed(String language) throws Exception {
        String scripts = scripts();
        Set<String> needed = found(WORD, scripts);
        found(COUNTED, scripts).forEach(key -> needed.addAll(List.of(key + ".one", key + ".other")));
        Set<String> groups = found(GROUP, scripts);
        Set<String> there = words(language).keySet();
        assertThat(there).containsAll(needed);
        assertThat(there)
                .allMatch(key -> needed.contains(key) || groups.contains(key.substring(0, key.lastIndexOf('.'))));
        assertThat(groups).allMatch(group -> there.stream().anyMatch(key -> key.startsWith(group + ".")));
    }

    @Test
    void everyFinding_ofTheVerifier_hasAWord() throws Exception {
        String codes = Files.readString(WEB.resolve("verify/words.js"));
        Set<String> found = found(CODE, codes.substring(codes.indexOf("VERIFY_WORDS")));
        assertThat(found).isNotEmpty();
        Set<String> there = words("en").keySet();
        assertThat(found)
                .allMatch(code -> there.contains(
                        code.startsWith("step-") ? "step." + code.substring("step-".length()) : "finding." + code));
    }
}
