package io.signet.inference.model;

import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The vectors in docs/model-packages.md.
 *
 * @param page the page's text
 */
record PageVectors(String page) {
    static PageVectors read() throws IOException {
        return new PageVectors(Files.readString(Path.of("../../docs/model-packages.md")));
    }

    /** The vector of that name. */
    Bytes vector(String name) {
        String start = "```vector " + name + "\n";
        int from = page.indexOf(start) + start.length();
        return Bytes.fromHex(page.substring(from, page.indexOf("```", from))
                .lines()
                .map(line -> line.substring(0, line.indexOf(';')).strip())
                .collect(Collectors.joining()));
    }
}
