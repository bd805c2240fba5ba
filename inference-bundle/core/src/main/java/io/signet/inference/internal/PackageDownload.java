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
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One attempt to download a file, which goes on where the last one ended if the server can (RFC 9110 section 14). That the
 * parts belong together is only known once the whole is verified.
 */
final class PackageDownload {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private static final Outcome COMPLETE = new Outcome("", false);

    private final Path part;
    private final CompletableFuture<HttpResponse<Outcome>> response;

    /**
     * What came of it.
     *
     * @param failure why the file is not there; empty if it may be
     * @param startOver whether what is there of it is of no use, either
     */
    record Outcome(String failure, boolean startOver) {
        private static Outcome failed(String why) {
            return new Outcome(why, false);
        }
    }

    private PackageDownload(Path part, CompletableFuture<HttpResponse<Outcome>> response) {
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

    /** The body goes into the file; a refusal's body is not wanted. */
    private static BodySubscriber<Outcome> body(HttpResponse.ResponseInfo info, Path part, long have) {
        if (info.statusCode() == RANGE_NOT_SATISFIABLE) {
            return BodySubscribers.replacing(COMPLETE); // all is there, or it is not of this file: verifying tells
        }
        boolean goesOn = info.statusCode() == PARTIAL_CONTENT;
        if (goesOn && !startsAt(info, have)) {
            return BodySubscribers.replacing(new Outcome("the server sends another part than it was asked for", true));
        }
        if (info.statusCode() != OK && !goesOn) {
            return BodySubscribers.replacing(Outcome.failed("the server answers " + info.statusCode()));
        }
        OptionalLong length = info.headers().firstValueAsLong("Content-Length");
        long before = goesOn ? have : 0;
        if (length.isEmpty() || length.getAsLong() < 0 || before + length.getAsLong() > ModelPackage.SIZE_BYTES_MAX) {
            return BodySubscribers.replacing(Outcome.failed(
                    length.isEmpty() || length.getAsLong() < 0
                            ? "the server does not say how long the file is"
                            : "the file has more than " + ModelPackage.SIZE_BYTES_MAX + " bytes"));
        }
        BodySubscriber<Path> file = BodySubscribers.ofFile(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
        return BodySubscribers.mapping(file, written -> COMPLETE);
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

    /** What came of it, once it is done. */
    Outcome outcome() {
        try {
            return response.join().body();
        } catch (CompletionException e) {
            return Outcome.failed(String.valueOf(e.getCause()));
        } catch (CancellationException e) {
            return Outcome.failed("no more bytes came");
        }
    }

    /** Gives it up. */
    void cancel() {
        response.cancel(true);
    }
}
