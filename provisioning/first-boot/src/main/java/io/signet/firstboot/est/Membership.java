package io.signet.firstboot.est;

import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Est.Outcome;
import io.signet.firstboot.est.Http.Answer;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an enrolled node asks its owner's registrar, and nobody else's: by the certificate that it has. One thread at a time.
 */
public final class Membership {
    /** Where a node's profile is. */
    public static final String PROFILE_PATH = "/.well-known/signet/profile";

    /** Where model packages are, by their digests. */
    public static final String MODELS_PATH = "/.well-known/signet/models/";

    /** Where archives of releases are, by their digests. */
    public static final String RELEASES_PATH = "/.well-known/signet/releases/";

    private static final String REPORT_PATH = "/.well-known/signet/report";
    private static final int REFUSAL_BYTES_MAX = 4096;
    private static final int NO_CONTENT = 204;
    /** What time it is here, for the registrar's log. */
    private static final String CLOCK_HEADER = "Signet-Clock";

    private static final int NOT_MODIFIED = 304;
    private static final int OK = 200;

    private final Credentials node;
    private final X509Certificate owner;
    private final Http http;
    private final Clock clock;

    /** A document of the registrar's, or why there is none. */
    public sealed interface Fetched {
        /**
         * There it is.
         *
         * @param tag its entity tag, to ask for what is newer
         * @param clockAhead how far this machine's clock is ahead of the registrar's; negative if it is behind
         */
        record Document(Bytes content, Optional<String> tag, Optional<Duration> clockAhead) implements Fetched {}

        /**
         * It is the one that was fetched before.
         *
         * @param clockAhead as in {@link Document}
         */
        record Same(Optional<Duration> clockAhead) implements Fetched {}

        /** There is none now. */
        record Not(Failed why) implements Fetched {}
    }

    /**
     * The membership of {@code node}.
     *
     * @param node its key and certificates; the key stays the caller's to close
     * @param owner whom the node trusts
     * @param registrar {@code https://HOST:PORT}
     */
    public Membership(Credentials node, X509Certificate owner, URI registrar, Clock clock) {
        this.node = node;
        this.owner = owner;
        this.clock = clock;
        OwnersRegistrar server =
                new OwnersRegistrar(owner, node.chain().get(0).getNotBefore().toInstant());
        this.http = new Http(registrar, OneKeyTls.contextTo(node.key().handle(), node.chain(), server));
    }

    /**
     * Asks once for another certificate of the same key (simplereenroll).
     *
     * @throws InterruptedException if this thread is to end
     */
    public EnrolmentAnswer renew() throws InterruptedException {
        try {
            Outcome outcome = new Est(http).ask(Est.RENEW, node.key(), nonce -> Optional.empty());
            if (outcome instanceof Outcome.None none) {
                return none.why();
            }
            List<X509Certificate> chain =
                    CertificateBag.decode(((Outcome.Given) outcome).answer().body());
            FirstContact.requireOurs(node.key(), chain, owner);
            return new Enrolled(chain, owner);
        } catch (IOException e) {
            return unreachable(e);
        } catch (ProvisioningException e) {
            return Failed.of(Trouble.NO_REGISTRAR, String.valueOf(e.getMessage()));
        } catch (SigningException e) {
            return Failed.of(Trouble.KEY, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Fetches a document.
     *
     * @param path below the registrar's address, with a slash first
     * @param tag of the one that is there already
     * @param sizeBytesMax a larger one is refused
     * @throws InterruptedException if this thread is to end
     */
    public Fetched fetch(String path, Optional<String> tag, int sizeBytesMax) throws InterruptedException {
        HttpRequest.Builder question = http.to(path).header(CLOCK_HEADER, Long.toString(clock.wallMillis()));
        tag.ifPresent(known -> question.header("If-None-Match", known));
        try {
            Answer answer = http.ask(question.build(), sizeBytesMax);
            if (answer.status() == NOT_MODIFIED && tag.isPresent()) {
                return new Fetched.Same(clockAhead(answer));
            }
            if (answer.status() != OK) {
                return new Fetched.Not(Est.failed(answer));
            }
            return new Fetched.Document(answer.body(), answer.header("ETag"), clockAhead(answer));
        } catch (IOException e) {
            return new Fetched.Not(unreachable(e));
        }
    }

    /**
     * Fetches what {@code part} lacks of a file, and goes on where it was (RFC 9110 section 14).
     *
     * @param path below the registrar's address, with a slash first
     * @param sizeBytes of the whole file
     * @return why it is not all there; empty if it is. What is in it is for the caller to check
     * @throws IOException if the file can't be written
     * @throws InterruptedException if this thread is to end
     */
    public Optional<Failed> download(String path, Path part, long sizeBytes) throws IOException, InterruptedException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have > sizeBytes) {
            Files.delete(part);
            have = 0;
        }
        if (have == sizeBytes) {
            return Optional.empty();
        }
        Answer answer;
        try {
            answer = http.download(path, part, have, sizeBytes - have);
        } catch (IOException e) {
            return Optional.of(unreachable(e)); // what came of it is kept
        }
        return Files.exists(part) && Files.size(part) == sizeBytes ? Optional.empty() : Optional.of(Est.failed(answer));
    }

    private Optional<Duration> clockAhead(Answer answer) {
        return answer.date().map(date -> Duration.ofMillis(clock.wallMillis() - date));
    }

    /**
     * Tells the registrar something.
     *
     * @param type the media type of {@code report}
     * @return why it was not taken; empty if it was
     * @throws InterruptedException if this thread is to end
     */
    public Optional<Failed> report(String type, Bytes report) throws InterruptedException {
        try {
            Answer answer = http.post(REPORT_PATH, type, report.toArray(), REFUSAL_BYTES_MAX);
            return answer.status() == NO_CONTENT ? Optional.empty() : Optional.of(Est.failed(answer));
        } catch (IOException e) {
            return Optional.of(unreachable(e));
        }
    }

    private static Failed unreachable(IOException e) {
        return Failed.of(Trouble.UNREACHABLE, String.valueOf(e.getMessage()));
    }
}
