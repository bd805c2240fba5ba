package io.signet.simulator.scenario;

import io.signet.simulator.scenario.Arrivals.Trace;
import io.signet.simulator.scenario.Problems.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Traces as CSV files: a line {@value #HEADER}, then a line a job, in order of time. */
final class TraceFile {
    static final String HEADER = "at_ms,rows";

    private static final long FILE_BYTES_MAX = 64L << 20;
    private static final Pattern LINE = Pattern.compile("([0-9]{1,10}(?:\\.[0-9]{1,6})?),([1-9][0-9]{0,6})");
    private static final Duration AT_MAX = Duration.ofDays(30);
    private static final int ROWS_MAX = 1_000_000;

    private TraceFile() {}

    /** Reads {@code file}; problems of its lines go to {@code problems}, those of the file as a whole to {@code at}. */
    static List<Trace.Entry> read(Path file, Position at, Problems problems) {
        String name = "" + file.getFileName();
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                problems.add(at, "the trace " + name + " has more than " + FILE_BYTES_MAX + " bytes");
                return List.of();
            }
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                return entries(lines, name, problems);
            }
        } catch (NoSuchFileException e) {
            problems.add(at, "there is no trace " + name + " in the scenario's directory");
        } catch (CharacterCodingException e) {
            problems.add(at, "the trace " + name + " is not UTF-8 text");
        } catch (IOException e) {
            problems.add(at, "the trace " + name + " can't be read: " + e.getMessage());
        }
        return List.of();
    }

    private static List<Trace.Entry> entries(BufferedReader lines, String name, Problems problems) throws IOException {
        List<Trace.Entry> entries = new ArrayList<>();
        if (!HEADER.equals(lines.readLine())) {
            problems.add(name, new Position(1, 1), "the first line of a trace is '" + HEADER + "'");
            return entries;
        }
        Duration last = Duration.ZERO;
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Position at = new Position(++number, 1);
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                problems.add(name, at, "'" + Written.shortened(line) + "' is no job: a line is like '250,20'");
                continue;
            }
            Duration time = Duration.ofNanos(
                    new BigDecimal(matcher.group(1)).movePointRight(6).longValueExact());
            int rows = Integer.parseInt(matcher.group(2));
            if (time.compareTo(AT_MAX) > 0 || rows > ROWS_MAX) {
                problems.add(
                        name,
                        at,
                        "'" + line + "': at_ms is at most " + AT_MAX.toMillis() + ", rows at most " + ROWS_MAX);
                continue;
            }
            if (time.compareTo(last) < 0) {
                problems.add(name, at, "'" + line + "' is earlier than the line before it");
            }
            if (entries.size() == Trace.ENTRIES_MAX) {
                problems.add(name, at, "a trace has at most " + Trace.ENTRIES_MAX + " jobs");
                return entries;
            }
            last = time;
            entries.add(new Trace.Entry(time, rows));
        }
        if (number == 1) {
            problems.add(name, new Position(1, 1), "a trace has at least one job");
        }
        return entries;
    }

    /** What {@link #read} reads back. */
    static String text(Trace trace) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        for (Trace.Entry entry : trace.entries()) {
            BigDecimal millis = BigDecimal.valueOf(entry.at().toNanos(), 6);
            text.append(millis.signum() == 0 ? "0" : millis.stripTrailingZeros().toPlainString())
                    .append(',')
                    .append(entry.rows())
                    .append('\n');
        }
        return text.toString();
    }
}
