package io.signet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import io.signet.statement.Verifier;
import io.signet.verifier.FileChecks;
import io.signet.verifier.VerifyReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code signet verify} says of files, in one word each. */
final class CommandVerifier {
    private final Path directory;

    /** Its files are in {@code directory}. */
    CommandVerifier(Path directory) {
        this.directory = directory;
    }

    /**
     * What it says of the sample after each edit.
     *
     * @return {@code good}, {@code forked}, or the reason of the first part that is rejected, with hyphens
     */
    List<String> words(Bytes sample, List<Edit> edits, TrustPolicy policy, long nowMillis) throws Exception {
        Files.createDirectories(directory);
        Path file = directory.resolve("sample.receipt");
        Verifier verifier = new Verifier(policy);
        List<String> words = new ArrayList<>();
        for (Edit edit : edits) {
            Files.write(file, edit.apply(sample).toArray());
            StringWriter out = new StringWriter();
            VerifyReport report = new VerifyReport(file, policy, new PrintWriter(out), true, false);
            new FileChecks(verifier, nowMillis, report).check(file);
            report.finish();
            words.add(word(JSON.std.mapFrom(out.toString())));
        }
        return words;
    }

    private static String word(Map<String, Object> report) {
        String word = "good";
        for (Object each : (List<?>) report.get("receipts")) {
            Map<?, ?> part = (Map<?, ?>) each;
            if ("rejected".equals(part.get("verdict"))) {
                return part.get("reason").toString().replace('_', '-');
            }
            word = "accepted".equals(part.get("verdict"))
                    ? word
                    : part.get("verdict").toString();
        }
        return word;
    }
}
