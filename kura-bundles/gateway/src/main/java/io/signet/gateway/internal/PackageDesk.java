package io.signet.gateway.internal;

import io.signet.inference.PackageStore;
import io.signet.inference.StoredPackage;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives this node's model packages to other nodes, so many at once and so fast as the settings allow. A package is the same file
 * everywhere, so its digest is its entity tag, and what broke off at one node goes on at another.
 */
final class PackageDesk {
    private static final Logger LOG = LoggerFactory.getLogger(PackageDesk.class);

    /** Where a package that is given goes on; the name is that of IETF's draft on resumable uploads. */
    static final String OFFSET = "Upload-Offset";

    private final PackageStore store;
    private final PackageSettings settings;
    private final Semaphore places;
    private final Pace pace;

    PackageDesk(PackageStore store, PackageSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.places = new Semaphore(settings.transfersMax());
        this.pace = new Pace(settings.bytesASecond(), clock);
    }

    /** Answers {@code GET} and {@code HEAD}, or says why not. */
    Optional<Failure> give(Digest digest, Optional<Caller> caller, Request request, Reply reply) {
        boolean asksBeforeGiving = HttpMethod.HEAD.is(request.getMethod())
                && caller.filter(c -> settings.pushers().contains(c.id())).isPresent();
        Optional<Failure> objection = asksBeforeGiving ? Optional.empty() : objection(caller);
        if (objection.isPresent()) {
            return objection;
        }
        Optional<StoredPackage> found = store.find(digest);
        if (found.isEmpty()) {
            if (asksBeforeGiving) {
                reply.header(new HttpField(OFFSET, Long.toString(store.arrived(digest))));
            }
            return Optional.of(new Failure(404, "package " + digest + " is not here"));
        }
        return give(found.get(), request, reply);
    }

    private Optional<Failure> objection(Optional<Caller> caller) {
        if (!settings.given()) {
            return Optional.of(
                    new Failure(403, "this node gives no packages: packages.give of its gateway is 'nobody'"));
        }
        if (caller.filter(Caller::node).isEmpty()) {
            return Optional.of(new Failure(403, "packages are given to nodes, which show their certificates, only"));
        }
        return Optional.empty();
    }

    private Optional<Failure> give(StoredPackage found, Request request, Reply reply) {
        String tag = "\"" + found.digest().toHex() + "\"";
        long size = found.sizeBytes();
        Optional<String> ifRange = Optional.ofNullable(request.getHeaders().get(HttpHeader.IF_RANGE));
        Optional<String> range = Optional.ofNullable(request.getHeaders().get(HttpHeader.RANGE))
                .filter(r -> ifRange.map(tag::equals).orElse(true));
        Optional<ByteRange> part = ByteRange.of(range, size);
        if (part.isEmpty()) {
            reply.header(new HttpField(HttpHeader.CONTENT_RANGE, "bytes */" + size));
            return Optional.of(new Failure(416, "the package has " + size + " bytes"));
        }
        HttpFields.Mutable headers =
                HttpFields.build().put(HttpHeader.ETAG, tag).put(HttpHeader.ACCEPT_RANGES, "bytes");
        if (part.get().partial()) {
            headers.put(HttpHeader.CONTENT_RANGE, part.get().contentRange(size));
        }
        if (HttpMethod.HEAD.is(request.getMethod())) {
            reply.head(part.get().partial() ? 206 : 200, headers, part.get().sizeBytes());
            return Optional.empty();
        }
        return send(found, part.get(), headers, request, reply);
    }

    private Optional<Failure> send(
            StoredPackage found, ByteRange part, HttpFields headers, Request request, Reply reply) {
        if (!places.tryAcquire()) {
            return Optional.of(new Failure(
                    503,
                    "all " + settings.transfersMax()
                            + " places for transfers of packages are taken: ask another node"));
        }
        Request.addCompletionListener(request, failure -> places.release());
        request.getComponents()
                .getExecutor()
                .execute(
                        () -> { // to open a file may take its time
                            FileChannel file;
                            try {
                                file = FileChannel.open(found.file(), StandardOpenOption.READ);
                            } catch (IOException e) {
                                LOG.warn("package {} can't be given: {}", found.digest(), e.toString());
                                reply.failure(new Failure(404, "package " + found.digest() + " is here no more"));
                                return;
                            }
                            reply.file(part.partial() ? 206 : 200, headers, file, part, pace);
                        });
        return Optional.empty();
    }
}
