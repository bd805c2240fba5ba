package io.signet.statement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The test vectors of docs/protocol.md: fenced blocks of the kind {@code vector}, with a name. */
final class ProtocolPage {
    private static final Path PAGE = Path.of("..", "..", "docs", "protocol.md");
    private static final Pattern BLOCK = Pattern.compile("```vector (\\S+)\\n(.*?)```", Pattern.DOTALL);

    private final Map<String, String> blocks = new LinkedHashMap<>();

    ProtocolPage() {
        Matcher matcher = BLOCK.matcher(read());
        while (matcher.find()) {
            if (blocks.put(matcher.group(1), matcher.group(2)) != null) {
                throw new AssertionError(PAGE + " has the vector " + matcher.group(1) + " twice");
            }
        }
    }

    private static String read() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> names() {
        return blocks.keySet();
    }

    Bytes vector(String name) {
        return Bytes.fromHex(String.join("", lines(name)));
    }

    /** The lines of a vector without comments and white space; empty ones are left out. */
    List<String> lines(String name) {
        String block = blocks.get(name);
        if (block == null) {
            throw new AssertionError(PAGE + " has no vector " + name);
        }
        return Arrays.stream(block.split("\n"))
                .map(line -> line.replaceAll(";.*", "").replaceAll("\\s", ""))
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
