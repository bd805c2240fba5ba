package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.attestation.HardwareKey;
import io.signet.openinference.AnswerReceipt;
import io.signet.simulator.browser.Chromium;
import io.signet.simulator.browser.Window;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Proof;
import io.signet.statement.Tensor;
import io.signet.statement.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier in one file, opened from the disk as an auditor opens it. Pictures are kept in {@code target/verifier-page}. */
class VerifierPageInterop {
    private static final Path PAGE = Cli.ROOT.resolve(
            "kura-bundles/console/target/generated-resources/io/signet/console/web/verify/signet-verify.html");
    private static final Path KEPT = Path.of("target/verifier-page");
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private Chromium chromium;

    private void await(String condition) throws Exception {
        chromium.await(condition, WAIT_MAX);
    }

    private Path write(String name, Bytes content) throws Exception {
        return Files.write(directory.resolve(name), content.toArray());
    }

    @Test
    void savedPage_checksAnswersWithoutANetwork() throws Exception {
        ProofSamples samples = new ProofSamples(directory, new SecureRandom());
        HardwareKey key = samples.softwareKey("node");
        Map<String, Tensor> outputs = ProofSamples.outputs(3, 1);
        Proof proof = ProofSamples.proof(key, samples.identity(key, Assurance.SOFTWARE), outputs);
        Bytes answer = ProofSamples.answer(outputs, AnswerReceipt.of(ProofSamples.bare(proof), Map.of()), Set.of());
        Path good = write("answer.json", answer);
        Path bad = write("bad.receipt", new Edit(Edit.Kind.XOR, 300, 1).apply(proof.encode()));
        TrustPolicy policy = TrustPolicy.of(List.of(samples.owner().certificate()));
        Path trust = directory.resolve("trust.json");
        Files.writeString(trust, JSON.std.asString(BrowserVerifier.trust(policy.withWitnesses(1))));
        Path page = Files.copy(PAGE, directory.resolve("signet-verify.html"));
        assertThat(Files.size(page)).isLessThan(200_000);
        chromium = Chromium.start(directory.resolve("chromium"));
        try {
            chromium.open(page.toUri(), new Window(1000, 900, false));
            await("!document.getElementById('form').hidden");
            chromium.choose("#owners", directory.resolve("owner/owner.pem"));
            await("document.getElementById('trusted').textContent === 'Trusted: owner.pem.'");
            chromium.choose("#file", good);
            await("document.getElementById('verdict').textContent === 'Accepted'");
            chromium.screenshot(KEPT.resolve("accepted.png"));
            chromium.choose("#file", bad);
            await("document.getElementById('verdict').textContent === 'Rejected'");
            chromium.choose("#file", good);
            await("document.getElementById('verdict').textContent === 'Accepted'");
            chromium.choose("#owners", trust);
            await("document.getElementById('sentence').textContent.includes('The policy demands 1 witness')");
            lastChoiceCounts();
            chromium.open(page.toUri(), new Window(360, 780, true));
            await("!document.getElementById('form').hidden");
            chromium.screenshot(KEPT.resolve("phone.png"));
            assertThat(chromium.complaints()).isEmpty();
            assertThat(chromium.requests()).allMatch(address -> address.startsWith("file:"));
        } finally {
            chromium.close();
        }
    }

    /** What was chosen before is neither trusted nor shown any longer, and a demand that is empty is refused. */
    private void lastChoiceCounts() throws Exception {
        OwnerOfOthers.create(directory.resolve("others"));
        chromium.choose("#owners", directory.resolve("others/owner/owner.pem"));
        await("document.getElementById('findings').textContent.includes('The owner is not trusted')");
        chromium.choose("#owners", directory.resolve("owner/owner.pem"));
        set("age", "", "change");
        await("document.getElementById('sentence').textContent.includes('maxAgeS: expected a whole number')");
        set("age", "0", "change");
        set("witnesses", "0", "change");
        await("document.getElementById('verdict').textContent === 'Accepted'");
        assertThat(chromium.evaluate("document.getElementById('checking').textContent.startsWith('answer.json, ')"))
                .isEqualTo(true);
        chromium.evaluate("document.getElementById('file').dispatchEvent(new Event('change'))");
        set("text", "no receipt", "input");
        await("document.getElementById('checking').textContent.startsWith('The pasted text, ')");
        assertThat(chromium.evaluate("document.getElementById('verdict').textContent"))
                .isEqualTo("Rejected");
        set("text", "", "input");
        await("document.getElementById('checking').textContent === ''");
        assertThat(chromium.evaluate("document.getElementById('result').hidden"))
                .isEqualTo(true);
    }

    private void set(String id, String value, String event) throws Exception {
        chromium.evaluate("(field => { field.value = '" + value + "'; field.dispatchEvent(new Event('" + event
                + "')); })(document.getElementById('" + id + "'))");
    }
}
