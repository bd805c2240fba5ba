package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The browser's verifier and the command line's, side by side, and samples for both. */
abstract class BrowserVerifierFixture {
    /** Of the places that are damaged. */
    static final long SEED = 20_261_128;

    private static final Pattern VECTOR = Pattern.compile("```vector (\\S+)\\n(.*?)```", Pattern.DOTALL);
    private static final Set<String> BY_FORM_OR_SIGNATURE = Set.of("untrusted-owner", "too-few-witnesses", "forked");

    @TempDir
    static Path directory;

    static BrowserVerifier browser;
    static ProofSamples samples;
    private static CommandVerifier command;

    @BeforeAll
    static void startBoth() throws Exception {
        browser = BrowserVerifier.start(directory);
        command = new CommandVerifier(directory.resolve("command"));
        samples = new ProofSamples(directory, new SecureRandom());
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    static long now() {
        return Clock.SYSTEM.wallMillis();
    }

    /** The vectors of docs/protocol.md. */
    static Map<String, Bytes> vectors() throws Exception {
        Map<String, Bytes> vectors = new LinkedHashMap<>();
        Matcher blocks = VECTOR.matcher(Files.readString(Cli.ROOT.resolve("docs/protocol.md")));
        while (blocks.find()) {
            vectors.put(
                    blocks.group(1),
                    Bytes.fromHex(blocks.group(2).replaceAll(";.*", "").replaceAll("\\s", "")));
        }
        return vectors;
    }

    /** What both say of the sample. */
    static String both(Bytes sample, TrustPolicy policy, long nowMillis) throws Exception {
        return both(sample, List.of(Edit.NONE), policy, nowMillis).get(0);
    }

    /** What both say of the sample after each edit. */
    static List<String> both(Bytes sample, List<Edit> edits, TrustPolicy policy, long nowMillis) throws Exception {
        List<String> said = command.words(sample, edits, policy, nowMillis);
        List<String> shown = browser.words(sample, edits, policy, nowMillis);
        for (int i = 0; i < edits.size(); i++) {
            boolean edited = !edits.get(i).equals(Edit.NONE);
            assertThat(reason(shown.get(i), edited))
                    .as("%s of %s, where the command says %s", edits.get(i), sample, said.get(i))
                    .isEqualTo(reason(said.get(i), edited));
        }
        return said;
    }

    /**
     * The reason, as far as both have to agree. The browser says what is bad about evidence, for most of which the command has one word;
     * and a damaged certificate, be it a node's or a witness's, may be found out by its form or by its issuer's signature.
     */
    private static String reason(String word, boolean edited) {
        if (word.startsWith("evidence-") && !word.equals("evidence-missing")) {
            return "bad-evidence";
        }
        return edited && BY_FORM_OR_SIGNATURE.contains(word) ? "malformed" : word;
    }

    /** The sample is good, and what is damaged about it both see alike. */
    static void assertDamageIsSeen(Bytes sample, TrustPolicy policy, int stride, int others) throws Exception {
        assertThat(both(sample, policy, now())).isEqualTo("good");
        both(sample, Edit.of(sample, stride, others, new SplittableRandom(SEED)), policy, now());
    }
}
