package io.signet.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.InferenceService;
import io.signet.mesh.Mesh;
import io.signet.mesh.OwnTasks;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.Test;

final class ExchangeTest {

    private static final NodeId CLIENT = new NodeId(Bytes.fromHex("ff".repeat(16)));

    /** What answers to some methods. */
    private static <T> T fake(Class<T> type, Map<String, Supplier<?>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName()).get()));
    }

    private static Request request(String body) {
        EndPoint connection = fake(EndPoint.class, Map.of());
        Scheduler.Task task = () -> true;
        Scheduler scheduler = fake(Scheduler.class, Map.of("schedule", () -> task));
        Executor executor = Runnable::run;
        Components components =
                fake(Components.class, Map.of("getScheduler", () -> scheduler, "getExecutor", () -> executor));
        Connection http = fake(Connection.class, Map.of("getEndPoint", () -> connection));
        ConnectionMetaData metaData = fake(ConnectionMetaData.class, Map.of("getConnection", () -> http));
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.US_ASCII));
        return fake(
                Request.class,
                Map.of(
                        "getComponents",
                        () -> components,
                        "getConnectionMetaData",
                        () -> metaData,
                        "read",
                        () -> Content.Chunk.from(bytes, true)));
    }

    @Test
    void lackOfMemoryForTheReply_endsTheExchange() {
        OutOfMemoryError full = new OutOfMemoryError("a test's");
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Response response = fake(Response.class, Map.of("setStatus", () -> {
            throw full;
        }));
        Reply reply = new Reply(response, Callback.from(ended), Patience.DEFAULT);
        Mesh mesh = fake(Mesh.class, Map.of());
        Catalog empty = new Catalog(fake(InferenceService.class, Map.of()), mesh, CLIENT, "");
        Answers nobody = new Answers(empty, fake(OwnTasks.class, Map.of()), mesh, Clock.SYSTEM, new Random(1));
        new Exchange(
                        nobody,
                        new Target.Model("double", Optional.empty(), Target.Aspect.INFER),
                        CLIENT,
                        Duration.ofSeconds(1),
                        new ByteBudget(7).take(7).orElseThrow(),
                        Patience.DEFAULT,
                        request("no JSON"),
                        reply)
                .begin(7, 0);
        assertThat(ended.handle((nothing, failure) -> failure)).isCompletedWithValue(full);
    }
}
