package io.signet.console.internal;

import io.signet.mesh.Peer;
import io.signet.openinference.json.JsonWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;

/** How one node was in the last hour, a moment in every ten seconds. Not thread-safe. */
final class NodeHistory {
    /** Milliseconds between two moments. */
    static final int STEP_MILLIS = 10_000;

    private static final int MOMENTS_MAX = 360;

    private final Deque<Moment> moments = new ArrayDeque<>();

    /** What an offline node did is not known: its numbers are those of its last report. */
    private record Moment(boolean online, int queuedRows, int runningTasks, int freeMemoryMib, float latencyMillis) {}

    void add(Peer peer) {
        moments.addLast(new Moment(
                peer.online(),
                peer.queuedRows(),
                peer.runningTasks(),
                (int) Math.min(Integer.MAX_VALUE, peer.freeMemoryMib()),
                (float) peer.latencyMillis()));
        if (moments.size() > MOMENTS_MAX) {
            moments.removeFirst();
        }
    }

    /** The members of its object. */
    void write(JsonWriter out, long endMillis) {
        out.name("stepMs").number(STEP_MILLIS).name("endMs").number(endMillis);
        series(out, "online", (json, moment) -> json.number(moment.online() ? 1L : 0L));
        series(out, "queuedRows", known((json, moment) -> json.number((long) moment.queuedRows())));
        series(out, "runningTasks", known((json, moment) -> json.number((long) moment.runningTasks())));
        series(out, "freeMemoryMib", known((json, moment) -> json.number((long) moment.freeMemoryMib())));
        series(out, "latencyMs", known((json, moment) -> json.number(moment.latencyMillis())));
    }

    private static BiConsumer<JsonWriter, Moment> known(BiConsumer<JsonWriter, Moment> value) {
        return (json, moment) -> {
            if (moment.online()) {
                value.accept(json, moment);
            } else {
                json.nothing();
            }
        };
    }

    private void series(JsonWriter out, String name, BiConsumer<JsonWriter, Moment> value) {
        out.name(name).beginArray();
        moments.forEach(moment -> value.accept(out, moment));
        out.endArray();
    }
}
