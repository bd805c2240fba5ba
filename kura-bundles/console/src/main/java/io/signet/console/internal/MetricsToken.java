package io.signet.console.internal;

import io.signet.gateway.web.WebRequest;
import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The token of a program that gathers metrics (RFC 6750), in a file that may change while the node runs. Thread-safe. */
final class MetricsToken {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsToken.class);
    private static final String BEARER = "Bearer ";
    private static final int FILE_BYTES_MAX = 1024;
    /** A shorter one could be guessed. */
    private static final int CHARS_MIN = 20;

    private final Optional<Path> file;

    /** @param file with the token in its first line; empty if no program gathers metrics */
    MetricsToken(Optional<Path> file) {
        this.file = file;
    }

    /** Whether {@code request} has it. */
    boolean isIn(WebRequest request) {
        Optional<String> given = request.header("Authorization")
                .filter(text -> text.startsWith(BEARER))
                .map(text -> text.substring(BEARER.length()));
        return given.isPresent()
                && read().filter(token -> MessageDigest.isEqual(
                                token.getBytes(StandardCharsets.UTF_8),
                                given.get().getBytes(StandardCharsets.UTF_8)))
                        .isPresent();
    }

    private Optional<String> read() {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(OwnerOnlyFile.read(file.get(), FILE_BYTES_MAX), StandardCharsets.UTF_8);
            return text.lines().findFirst().filter(token -> token.length() >= CHARS_MIN);
        } catch (IOException e) {
            LOG.debug("no token for metrics: {}: {}", file.get(), e.getMessage());
            return Optional.empty();
        }
    }
}
