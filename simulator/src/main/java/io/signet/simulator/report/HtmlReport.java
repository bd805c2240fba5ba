package io.signet.simulator.report;

import io.signet.simulator.run.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What came of a run as one HTML page: no other file, no network, light and dark, for a phone and for a wall. The page is
 * also well-formed XML. Its only script, which the page's policy names by its hash, reads values under the pointer; all is
 * there without it.
 */
public final class HtmlReport {
    private HtmlReport() {}

    /**
     * Writes the page of {@code report} to {@code file}: whoever looks sees the old file or the new one, never a part.
     *
     * @throws IOException if it can't be written; {@code file} is as it was
     */
    public static void write(RunReport report, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".partial");
        try {
            Files.writeString(partial, html(report));
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The page of {@code report}. */
    public static String html(RunReport report) {
        String style = resource("report.css");
        String script = resource("report.js");
        Markup out = new Markup();
        out.open("html", "lang", "en", "class", report.holds() ? "holds" : "fails")
                .open("head")
                .empty("meta", "charset", "utf-8")
                .empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .empty("meta", "name", "color-scheme", "content", "light dark")
                .empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(script))
                .leaf(
                        "title",
                        report.scenario().name() + (report.holds() ? " holds" : " does not hold")
                                + " · Signet simulator")
                .open("style")
                .own(style)
                .close()
                .close()
                .open("body");
        Figure.patterns(out);
        VerdictSection verdicts = new VerdictSection(report);
        verdicts.writeBanner(out);
        out.open("main");
        verdicts.writeVerdicts(out);
        writeOverTime(out, report);
        out.open("section", "class", "nodes", "aria-labelledby", "nodes").leaf("h2", "Nodes", "id", "nodes");
        new LoadChart(report).write(out);
        out.close();
        NumbersSection.writeTotals(out, report);
        NumbersSection.writeMetrics(out, report);
        ScenarioSection.write(out, report);
        out.close().open("footer").text("Written by the Signet simulator. ");
        if (!report.digest().isEmpty()) {
            out.text("Digest of the log of events, equal on every machine for this scenario and seed: ")
                    .leaf("code", report.digest());
        }
        out.close().open("script").own(script).close().close().close();
        return "<!DOCTYPE html>\n" + out + "\n";
    }

    private static void writeOverTime(Markup out, RunReport report) {
        TimeAxis time = TimeAxis.of(report);
        Shades shades = Shades.of(report, time);
        out.open("section", "class", "over-time", "aria-labelledby", "over-time")
                .open("header")
                .leaf("h2", "Over time", "id", "over-time");
        Figure.writeKey(out, shades.key());
        out.close();
        new TimeCharts(report, time, shades).write(out);
        new TimeLine(report, time).write(out);
        out.close();
    }

    /** Nothing from anywhere but this page's own style, and the one script. */
    private static String policy(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"
                    + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the simulator was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the simulator's own " + name + " can't be read", e);
        }
    }
}
