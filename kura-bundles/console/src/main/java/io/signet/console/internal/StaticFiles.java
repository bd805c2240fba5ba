package io.signet.console.internal;

import io.signet.gateway.web.WebReply;
import io.signet.gateway.web.WebRequest;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The pages' files, which are in this bundle: what is not there as a resource can't be asked for, and no name leads out of their
 * directory. Thread-safe.
 */
final class StaticFiles {
    private static final String ROOT = "/console/";
    private static final String INDEX = "index.html";
    private static final int PATH_CHARS_MAX = 200;

    /** Names without anything that a file system or a class loader takes for more than a name. */
    private static final Pattern FILE =
            Pattern.compile("(?:[a-z0-9_-]{1,40}/){0,4}[a-zA-Z0-9_-]{1,60}(?:\\.[a-z0-9]{1,20}){1,3}");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("webmanifest", "application/manifest+json"));

    /** Those that were asked for: no more than there are. */
    private final Map<String, File> files = new ConcurrentHashMap<>();

    private record File(String type, Bytes content, String tag) {}

    /** The file that is asked for, or the page if a part of the page is; empty if there is nothing of that name. */
    Optional<WebReply.Whole> find(WebRequest request) {
        return name(request.path()).flatMap(this::file).map(file -> reply(file, request));
    }

    /** The name of the file below {@code web/}. */
    private static Optional<String> name(String path) {
        if (!path.startsWith(ROOT) || path.length() > PATH_CHARS_MAX) {
            return Optional.empty();
        }
        String rest = path.substring(ROOT.length());
        boolean isFile = rest.substring(rest.lastIndexOf('/') + 1).contains(".");
        if (!isFile) {
            return Optional.of(INDEX);
        }
        return FILE.matcher(rest).matches() ? Optional.of(rest) : Optional.empty();
    }

    private Optional<File> file(String name) {
        File known = files.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> type = Optional.ofNullable(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
        Optional<File> read = type.flatMap(t -> content(name).map(bytes -> new File(t, bytes, tag(bytes))));
        read.ifPresent(file -> files.put(name, file));
        return read;
    }

    private static Optional<Bytes> content(String name) {
        try (InputStream in = StaticFiles.class.getResourceAsStream("/io/signet/console/web/" + name)) {
            return in == null ? Optional.empty() : Optional.of(Bytes.copyOf(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name + " can't be read", e);
        }
    }

    private static String tag(Bytes content) {
        return '"' + Digest.sha256(content).toHex().substring(0, 32) + '"';
    }

    private static WebReply.Whole reply(File file, WebRequest request) {
        Map<String, String> headers =
                Replies.headers(Map.of("Content-Type", file.type(), "ETag", file.tag(), "Cache-Control", "no-cache"));
        return request.header("If-None-Match").filter(file.tag()::equals).isPresent()
                ? new WebReply.Whole(304, headers, Bytes.EMPTY)
                : new WebReply.Whole(200, headers, file.content());
    }
}
