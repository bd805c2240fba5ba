package io.signet.firstboot.est;

import io.signet.statement.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Questions to one server over HTTPS, bounded in time and size. */
final class Http {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final int RETRY_SECONDS_MIN = 1;
    private static final int RETRY_SECONDS_MAX = 600;
    private static final int TEXT_CHARS_MAX = 500;
    private static final int REFUSAL_BYTES_MAX = 4096;
    private static final int PARTIAL_CONTENT = 206;

    private final URI base;
    private final HttpClient client;

    /**
     * An answer.
     *
     * @param status RFC 9110 section 15
     */
    record Answer(int status, java.net.http.HttpHeaders headers, Bytes body) {
        Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        /** The body as the text for people that it is, cut if it is long, and without what could harm a terminal. */
        String text() {
            String text = body.decodeUtf8(0, body.size()).orElse("");
            return text.substring(0, Math.min(text.length(), TEXT_CHARS_MAX))
                    .strip()
                    .replaceAll("\\p{C}+", " ");
        }

        /** The answer's {@code Retry-After} in seconds (RFC 9110 section 10.2.3), within 1 s and 10 minutes. */
        Optional<Duration> retryAfter() {
            return header("Retry-After")
                    .filter(text -> text.matches("\\d{1,9}"))
                    .map(text -> Duration.ofSeconds(
                            Math.max(RETRY_SECONDS_MIN, Math.min(RETRY_SECONDS_MAX, Integer.parseInt(text)))));
        }

        /** When the server says that it is, in milliseconds since 1970. */
        Optional<Long> date() {
            try {
                return header("Date").map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant()
                        .toEpochMilli());
            } catch (DateTimeException e) {
                return Optional.empty(); // of no use then
            }
        }
    }

    Http(URI base, SSLContext tls) {
        this.base = base;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .connectTimeout(CONNECT_MAX)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** How to ask for {@code path}. */
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER_MAX);
    }

    Answer get(String path, int sizeBytesMax) throws IOException, InterruptedException {
        return ask(to(path).build(), sizeBytesMax);
    }

    Answer post(String path, String type, byte[] body, int sizeBytesMax) throws IOException, InterruptedException {
        return ask(
                to(path).header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                sizeBytesMax);
    }

    /**
     * Appends to {@code part} what follows byte {@code have} of a file (RFC 9110 section 14), which has {@code missing} bytes more.
     * However long it takes, as long as something comes.
     *
     * @return the answer; its body is empty if it went into the file
     */
    Answer download(String path, Path part, long have, long missing) throws IOException, InterruptedException {
        HttpRequest request = to(path).header("Range", "bytes=" + have + "-").build();
        CompletableFuture<HttpResponse<byte[]>> coming = client.sendAsync(
                request,
                info -> isRest(info, have, missing)
                        ? BodySubscribers.mapping(
                                BodySubscribers.ofFile(
                                        part,
                                        StandardOpenOption.CREATE,
                                        StandardOpenOption.WRITE,
                                        StandardOpenOption.APPEND),
                                file -> new byte[0])
                        : new LimitedBody(REFUSAL_BYTES_MAX));
        long seen = have;
        while (true) {
            try {
                return answer(coming.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                throw failure(e);
            } catch (TimeoutException e) {
                long now = Files.exists(part) ? Files.size(part) : 0;
                if (now == seen) {
                    coming.cancel(true);
                    throw new IOException("nothing came for " + ANSWER_MAX.toSeconds() + " s", e);
                }
                seen = now;
            }
        }
    }

    private static boolean isRest(HttpResponse.ResponseInfo info, long have, long missing) {
        return info.statusCode() == PARTIAL_CONTENT
                && info.headers().firstValueAsLong("Content-Length").orElse(-1) == missing
                && info.headers()
                        .firstValue("Content-Range")
                        .filter(range -> range.startsWith("bytes " + have + "-"))
                        .isPresent();
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        return new Answer(response.statusCode(), response.headers(), Bytes.copyOf(response.body()));
    }

    private static IOException failure(ExecutionException e) {
        return e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }

    /** Asks, and waits for the whole answer. */
    Answer ask(HttpRequest request, int sizeBytesMax) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> coming =
                client.sendAsync(request, info -> new LimitedBody(sizeBytesMax));
        try {
            return answer(coming.get(ANSWER_MAX.plus(CONNECT_MAX).toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            coming.cancel(true);
            throw new IOException(
                    "no whole answer from " + request.uri() + " within "
                            + ANSWER_MAX.plus(CONNECT_MAX).toSeconds() + " s",
                    e);
        }
    }
}
