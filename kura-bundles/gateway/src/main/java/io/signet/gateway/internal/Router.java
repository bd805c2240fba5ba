package io.signet.gateway.internal;

import io.signet.inference.PackageStore;
import io.signet.runtime.Clock;
import io.signet.statement.NodeId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Takes every request to where it is answered, or refuses it: nothing past here waits for a place or for memory. */
final class Router extends Handler.Abstract.NonBlocking {
    /** Two characters of JSON can make eight bytes of a tensor. */
    private static final long JSON_EXPANSION = 4;
    /** How many times the largest body are read of a body that is refused. */
    private static final long LEFTOVER_BODIES_MAX = 4;

    private final Catalog catalog;
    private final Answers answers;
    private final Pictures pictures;
    private final PackageDesk packages;
    private final PackageIntake intake;
    private final GatewaySettings settings;
    private final Patience patience;
    private final Promptness promptness;
    private final Semaphore places;
    private final ByteBudget memory;

    Router(
            Catalog catalog,
            Answers answers,
            Pictures pictures,
            PackageStore store,
            PackageSettings packageSettings,
            GatewaySettings settings,
            Patience patience,
            Promptness promptness) {
        this.catalog = catalog;
        this.answers = answers;
        this.pictures = pictures;
        this.settings = settings;
        this.patience = patience;
        this.promptness = promptness;
        this.places = new Semaphore(settings.requestsMax());
        this.memory = new ByteBudget(settings.bodiesBytesMax());
        this.packages = new PackageDesk(store, packageSettings, Clock.SYSTEM);
        this.intake = new PackageIntake(store, packageSettings, memory, settings.bodyBytesMax(), patience);
    }

    @Override
    public boolean handle(Request request, Response response, Callback exchange) {
        promptness.came(request);
        Callback end =
                new Leftovers(request, LEFTOVER_BODIES_MAX * settings.bodyBytesMax(), patience.leftovers(), exchange);
        Reply reply = new Reply(response, end, patience);
        Optional<Failure> failure = refuse(request).or(() -> Target.of(Request.getPathInContext(request))
                .map(target -> serve(target, request, reply))
                .orElseGet(() -> Optional.of(new Failure(
                        404, "there is nothing here; GET /v2 tells what this is, docs/gateway.md what there is"))));
        failure.ifPresent(reply::failure);
        return true;
    }

    /** A web page that a user of this machine visits must not call in his name. */
    private static Optional<Failure> refuse(Request request) {
        if (request.getHeaders().contains(HttpHeader.ORIGIN)) {
            return Optional.of(new Failure(403, "web pages of other servers may not call this one"));
        }
        if (Listeners.isLocal(request) && !Listeners.namesThisMachine(request)) {
            return Optional.of(new Failure(
                    421, "programs on this machine call http://localhost:" + Request.getLocalPort(request)));
        }
        return Optional.empty();
    }

    private Optional<Failure> serve(Target target, Request request, Reply reply) {
        String method = request.getMethod();
        if (!target.methods().contains(method)) {
            String taken = String.join(", ", target.methods());
            reply.allow(taken);
            return Optional.of(new Failure(405, "this takes " + taken + ", not " + method));
        }
        if (target instanceof Target.Server) {
            reply.json(200, catalog.server());
        } else if (target instanceof Target.Live) {
            reply.json(200, Catalog.state("live", true));
        } else if (target instanceof Target.Ready) {
            boolean ready = catalog.ready();
            reply.json(ready ? 200 : 503, Catalog.state("ready", ready));
        } else if (target instanceof Target.Index) {
            reply.json(200, catalog.index());
        } else if (target instanceof Target.PackageFile wanted) {
            Optional<Caller> caller = Caller.of(request);
            return HttpMethod.PUT.is(method)
                    ? intake.take(wanted.digest(), caller, request, reply)
                    : packages.give(wanted.digest(), caller, request, reply);
        } else {
            return serve((Target.Model) target, request, reply);
        }
        return Optional.empty();
    }

    private Optional<Failure> serve(Target.Model target, Request request, Reply reply) {
        if (!catalog.known(target.name(), target.version())) {
            return Optional.of(new Failure(404, Answers.unknown(target.name(), target.version())));
        }
        switch (target.aspect()) {
            case METADATA -> reply.json(200, catalog.metadata(target.name(), target.version()));
            case READY -> reply.json(200, Catalog.modelReady(target.name()));
            case INFER -> {
                return infer(target, request, reply);
            }
        }
        return Optional.empty();
    }

    private Optional<Failure> infer(Target.Model target, Request request, Reply reply) {
        long length = request.getLength();
        if (length < 0) {
            return Optional.of(new Failure(411, "a request needs its Content-Length"));
        }
        if (length > settings.bodyBytesMax()) {
            return Optional.of(new Failure(
                    413,
                    "the body has " + length + " bytes, at most " + settings.bodyBytesMax()
                            + " are taken: send fewer rows, or binary data in place of JSON"));
        }
        if (request.getHeaders().contains(HttpHeader.CONTENT_ENCODING)) {
            return Optional.of(new Failure(415, "compressed bodies are not taken"));
        }
        BodyType type = BodyType.of(request);
        if (type == BodyType.OTHER_PICTURE) {
            return Optional.of(new Failure(415, "of pictures, image/png and image/jpeg are taken"));
        }
        boolean picture = type == BodyType.PICTURE;
        Optional<Integer> json = picture ? Optional.of(0) : jsonLength(request, (int) length);
        if (json.isEmpty()) {
            return Optional.of(
                    new Failure(400, Exchange.JSON_LENGTH + " is the number of bytes of the body that are JSON"));
        }
        long cost = length + JSON_EXPANSION * json.get();
        if (cost > memory.bytesMax()) {
            return Optional.of(new Failure(
                    413, json.get() + " bytes of JSON are too many: send fewer rows, or binary data in place of JSON"));
        }
        if (!places.tryAcquire()) {
            return Optional.of(new Failure(503, "all " + settings.requestsMax() + " places for requests are taken"));
        }
        Optional<ByteBudget.Share> share = memory.take(cost);
        if (share.isEmpty()) {
            places.release();
            return Optional.of(new Failure(503, "the requests under way take all memory that there is for them"));
        }
        Request.addCompletionListener(request, failure -> {
            share.get().giveBack();
            places.release();
        });
        Duration timeout = settings.timeout();
        Exchange exchange =
                new Exchange(answers, target, requester(request), timeout, share.get(), patience, request, reply);
        if (picture) {
            exchange.beginPicture(pictures, (int) length, BodyType.octetsWanted(request));
        } else {
            exchange.begin(json.get(), (int) length - json.get());
        }
        return Optional.empty();
    }

    private static Optional<Integer> jsonLength(Request request, int length) {
        String text = request.getHeaders().get(Exchange.JSON_LENGTH);
        if (text == null) {
            return Optional.of(length);
        }
        return text.matches("[0-9]{1,9}") && Integer.parseInt(text) <= length
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    /** The holder of the client's certificate; without one, this node asks for whoever came. */
    private NodeId requester(Request request) {
        return Caller.of(request).map(Caller::id).orElseGet(answers::self);
    }
}
