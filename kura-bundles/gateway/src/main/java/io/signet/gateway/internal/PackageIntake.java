package io.signet.gateway.internal;

import io.signet.inference.ModelInfo;
import io.signet.inference.PackageStore;
import io.signet.inference.PushResult;
import io.signet.openinference.json.JsonWriter;
import io.signet.statement.Digest;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes model packages from those whom the node's owner lets give them, part by part: {@code PUT} with {@code Content-Range} (RFC 9110
 * section 14.5).
 */
final class PackageIntake {
    private static final Logger LOG = LoggerFactory.getLogger(PackageIntake.class);
    private static final Pattern PART = Pattern.compile("bytes ([0-9]{1,10})-([0-9]{1,10})/([0-9]{1,10})");

    private final PackageStore store;
    private final PackageSettings settings;
    private final ByteBudget memory;
    private final int bodyBytesMax;
    private final Patience patience;

    /**
     * An intake.
     *
     * @param memory that parts take while they come, shared with inferences
     * @param bodyBytesMax of one part
     */
    PackageIntake(
            PackageStore store, PackageSettings settings, ByteBudget memory, int bodyBytesMax, Patience patience) {
        this.store = store;
        this.settings = settings;
        this.memory = memory;
        this.bodyBytesMax = bodyBytesMax;
        this.patience = patience;
    }

    /** Takes a part, or says why not. */
    Optional<Failure> take(Digest digest, Optional<Caller> caller, Request request, Reply reply) {
        if (caller.isEmpty()) {
            return Optional.of(new Failure(403, "packages are taken over HTTPS from holders of certificates only"));
        }
        if (!settings.pushers().contains(caller.get().id())) {
            return Optional.of(new Failure(
                    403,
                    caller.get().id()
                            + " may not give packages to this node: list that id in packages.push of its section"
                            + " gateway, if it shall"));
        }
        Matcher range = PART.matcher(Optional.ofNullable(request.getHeaders().get(HttpHeader.CONTENT_RANGE))
                .orElse(""));
        long length = request.getLength();
        if (length < 1
                || !range.matches()
                || Long.parseLong(range.group(2)) - Long.parseLong(range.group(1)) + 1 != length
                || Long.parseLong(range.group(2)) >= Long.parseLong(range.group(3))) {
            return Optional.of(new Failure(
                    400, "a part of a package needs Content-Range: bytes FIRST-LAST/SIZE, and its Content-Length"));
        }
        if (length > bodyBytesMax) {
            return Optional.of(
                    new Failure(413, "the part has " + length + " bytes, at most " + bodyBytesMax + " are taken"));
        }
        Optional<ByteBudget.Share> share = memory.take(length);
        if (share.isEmpty()) {
            return Optional.of(new Failure(503, "the requests under way take all memory that there is for them"));
        }
        Request.addCompletionListener(request, failure -> share.get().giveBack());
        long offset = Long.parseLong(range.group(1));
        long size = Long.parseLong(range.group(3));
        work(request, reply, () -> new Body(
                        request,
                        patience,
                        (int) length,
                        0,
                        body -> work(request, reply, () -> put(digest, offset, size, body, request, reply)),
                        reason -> reply.failure(new Failure(400, reason)))
                .read());
        return Optional.empty();
    }

    /** As in {@link Exchange}: on a thread that may be kept busy, and whatever happens, the exchange ends. */
    private static void work(Request request, Reply reply, Runnable step) {
        request.getComponents().getExecutor().execute(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error bug) {
                reply.abandon(bug);
                LOG.error("a part of a package could not be taken", bug);
            }
        });
    }

    private void put(Digest digest, long offset, long size, Body body, Request request, Reply reply) {
        request.addIdleTimeoutListener(idle -> false); // to load a model takes its time
        var unused = store.put(digest, offset, size, ByteBuffer.wrap(body.json()))
                .thenAccept(result -> work(request, reply, () -> reply(result, reply)));
    }

    private static void reply(PushResult result, Reply reply) {
        if (result instanceof PushResult.Refused refused) {
            reply.failure(new Failure(status(refused.why()), refused.reason()));
            return;
        }
        JsonWriter out = new JsonWriter(256).beginObject();
        if (result instanceof PushResult.Wanting wanting) {
            reply.json(
                    202, out.name("offset").number(wanting.offset()).endObject().toBuffer());
        } else if (result instanceof PushResult.Loaded loaded) {
            reply.json(200, loaded(out, loaded.model(), loaded.engine()));
        } else {
            out.name("state").string("kept");
            out.name("reason").string(((PushResult.Kept) result).reason());
            reply.json(200, out.endObject().toBuffer());
        }
    }

    private static ByteBuffer loaded(JsonWriter out, ModelInfo model, String engine) {
        out.name("state").string("loaded");
        out.name("model").string(model.name());
        out.name("version").string(model.version());
        out.name("engine").string(engine);
        out.name("rows_per_second").number(Math.round(model.rowsPerSecond()));
        return out.endObject().toBuffer();
    }

    private static int status(PushResult.Why why) {
        return switch (why) {
            case NOT_ACCEPTED -> 403;
            case WRONG -> 400;
            case OUT_OF_ORDER -> 409;
            case BUSY -> 503;
            case NO_ROOM -> 507;
        };
    }
}
