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
import java.time.Instant;
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
        Instant end = Instant.now().plus(WAIT_MAX);
        while (!Boolean.TRUE.equals(chromium.evaluate(condition))) {
            assertThat(Instant.now())
                    .as("%s; the page says: %s", condition, chromium.evaluate("document.body.innerText"))
                    .isBefore(end);
            Thread.sleep(20);
        }
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
            chromium.open(page.toUri(), new Window(360, 780, true));
            await("!document.getElementById('form').hidden");
            chromium.screenshot(KEPT.resolve("phone.png"));
            assertThat(chromium.complaints()).isEmpty();
            assertThat(chromium.requests()).allMatch(address -> address.startsWith("file:"));
        } finally {
            chromium.close();
        }
    }
}
