package io.signet.inference.internal;

import io.signet.inference.model.ModelPackage;
import java.io.IOException;
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
import java.util.concurrent.atomic.AtomicReference;

/**
 * One attempt to download a file, which goes on where the last one ended if the server can (RFC 9110 section 14). That the
 * parts belong together is only known once the whole is verified.
 */
final class PackageDownload {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private static final int BUSY = 503;

    private static final Outcome COMPLETE = new Outcome(Kind.COMPLETE, "");

    private final Path part;
    private final CompletableFuture<HttpResponse<Outcome>> response;
    private final AtomicReference<Begun> begun;

    /** What became of the attempt. */
    enum Kind {
        /** The file may be there. */
        COMPLETE,
        /** It is not. */
        FAILED,
        /** Nor is what is there of it of any use with this source. */
        OTHER_PART,
        /** The source has no place free, and says so. */
        BUSY
    }

    /** What the source's bytes are. */
    enum Begun {
        /** None came. */
        NOTHING,
        /** The file from its beginning, in place of what was there. */
        ANEW,
        /** What followed on what was there. */
        ADDED
    }

    /**
     * What came of it.
     *
     * @param failure why the file is not there; empty if it may be
     */
    record Outcome(Kind kind, String failure) {
        private static Outcome failed(String why) {
            return new Outcome(Kind.FAILED, why);
        }
    }

    private PackageDownload(
            Path part, CompletableFuture<HttpResponse<Outcome>> response, AtomicReference<Begun> begun) {
        this.part = part;
        this.response = response;
        this.begun = begun;
    }

    /**
     * Begins to append what {@code part} lacks.
     *
     * @param request for the whole file
     * @param whole whether what is there is not to be used
     */
    static PackageDownload start(HttpClient client, HttpRequest.Builder request, Path part, boolean whole)
            throws IOException {
        long have = whole || !Files.exists(part) ? 0 : Files.size(part);
        request.timeout(ANSWER_WITHIN);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        AtomicReference<Begun> begun = new AtomicReference<>(Begun.NOTHING);
        return new PackageDownload(
                part, client.sendAsync(request.build(), info -> body(info, part, have, begun)), begun);
    }

    /** The body goes into the file; a refusal's body is not wanted. */
    private static BodySubscriber<Outcome> body(
            HttpResponse.ResponseInfo info, Path part, long have, AtomicReference<Begun> begun) {
        if (info.statusCode() == RANGE_NOT_SATISFIABLE && have > 0) {
            return BodySubscribers.replacing(COMPLETE); // all is there, or it is not of this file: verifying tells
        }
        boolean goesOn = info.statusCode() == PARTIAL_CONTENT;
        if (goesOn && !startsAt(info, have)) {
            return BodySubscribers.replacing(new Outcome(Kind.OTHER_PART, "another part comes than was asked for"));
        }
        if (info.statusCode() != OK && !goesOn) {
            return BodySubscribers.replacing(new Outcome(
                    info.statusCode() == BUSY ? Kind.BUSY : Kind.FAILED, "the answer is " + info.statusCode()));
        }
        OptionalLong length = info.headers().firstValueAsLong("Content-Length");
        long before = goesOn ? have : 0;
        if (length.isEmpty() || length.getAsLong() < 0 || before + length.getAsLong() > ModelPackage.SIZE_BYTES_MAX) {
            return BodySubscribers.replacing(Outcome.failed(
                    length.isEmpty() || length.getAsLong() < 0
                            ? "the answer does not say how long the file is"
                            : "the file has more than " + ModelPackage.SIZE_BYTES_MAX + " bytes"));
        }
        begun.set(goesOn ? Begun.ADDED : Begun.ANEW);
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

    /** What the bytes are that came, once it is done. */
    Begun begun() {
        return begun.get();
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
