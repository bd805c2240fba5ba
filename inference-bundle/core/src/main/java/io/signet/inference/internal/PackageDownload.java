package io.signet.inference.internal;

import io.signet.inference.model.ModelPackage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt to download a file, which goes on where the last one ended if the server can (RFC 9110 section 14). That the
 * parts belong together is only known once the whole is verified.
 */
final class PackageDownload {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final Path part;
    private final CompletableFuture<HttpResponse<String>> response;

    private PackageDownload(Path part, CompletableFuture<HttpResponse<String>> response) {
        this.part = part;
        this.response = response;
    }

    /** Begins to append what {@code part} lacks of {@code source}. */
    static PackageDownload start(HttpClient client, URI source, Path part) throws IOException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        HttpRequest.Builder request = HttpRequest.newBuilder(source).timeout(ANSWER_WITHIN);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        return new PackageDownload(part, client.sendAsync(request.build(), info -> body(info, part, have)));
    }

    /** The body goes into the file; a refusal's body is not wanted. The text is why the answer is of no use, or empty. */
    private static BodySubscriber<String> body(HttpResponse.ResponseInfo info, Path part, long have) {
        if (info.statusCode() == RANGE_NOT_SATISFIABLE) {
            return BodySubscribers.replacing(""); // all is there, or it is not of this file: verifying tells
        }
        boolean goesOn = info.statusCode() == PARTIAL_CONTENT && startsAt(info, have);
        if (info.statusCode() != OK && !goesOn) {
            return BodySubscribers.replacing("the server answers " + info.statusCode());
        }
        OptionalLong length = info.headers().firstValueAsLong("Content-Length");
        long before = goesOn ? have : 0;
        if (length.isEmpty() || before + length.getAsLong() > ModelPackage.SIZE_BYTES_MAX) {
            return BodySubscribers.replacing(
                    length.isEmpty()
                            ? "the server does not say how long the file is"
                            : "the file has more than " + ModelPackage.SIZE_BYTES_MAX + " bytes");
        }
        BodySubscriber<Path> file = BodySubscribers.ofFile(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        return BodySubscribers.mapping(file, written -> "");
    }

    private static boolean startsAt(HttpResponse.ResponseInfo info, long have) {
        return info.headers()
                .firstValue("Content-Range")
                .filter(range -> range.startsWith("bytes " + have + "-"))
                .isPresent();
    }

    /** Bytes that are there. */
    long sizeBytes() {
        return part.toFile().length();
    }

    boolean isDone() {
        return response.isDone();
    }

    /** When it is done: why it failed, or nothing. */
    String failure() {
        try {
            return response.join().body();
        } catch (java.util.concurrent.CompletionException e) {
            return String.valueOf(e.getCause());
        } catch (java.util.concurrent.CancellationException e) {
            return "no more bytes came";
        }
    }

    /** Gives it up. */
    void cancel() {
        response.cancel(true);
    }
}
