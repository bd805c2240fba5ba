package io.signet.console.internal;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.signet.inference.InferenceService;
import io.signet.inference.ModelInfo;
import io.signet.mesh.JobBoard;
import io.signet.mesh.Mesh;
import io.signet.mesh.MeshStats;
import io.signet.mesh.Peer;
import io.signet.statement.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The node's numbers for programs that gather them, as OpenMetrics text; asked for when they are wanted. Thread-safe. */
final class Metrics {
    /** The type of the text. */
    static final String CONTENT_TYPE = OpenMetricsTextFormatWriter.CONTENT_TYPE;

    private final NodeParts parts;
    private final Fleet fleet;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    Metrics(NodeParts parts, Fleet fleet) {
        this.parts = parts;
        this.fleet = fleet;
        nodes();
        tasks();
        jobs();
        models();
    }

    private void nodes() {
        GaugeWithCallback.builder()
                .name("signet_mesh_connected")
                .help("1 while this node is connected to a broker of its mesh.")
                .callback(told ->
                        told.call(parts.mesh().get().filter(Mesh::connected).isPresent() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("signet_mesh_nodes")
                .help("Nodes that this node knows.")
                .labelNames("state")
                .callback(told -> {
                    List<Peer> peers = fleet.peers();
                    long online = peers.stream().filter(Peer::online).count();
                    told.call((double) online, "online");
                    told.call((double) (peers.size() - online), "offline");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("signet_mesh_queued_rows")
                .help("Rows that wait or run on all nodes that are online.")
                .callback(told -> told.call((double) fleet.peers().stream()
                        .filter(Peer::online)
                        .mapToLong(Peer::queuedRows)
                        .sum()))
                .register(registry);
    }

    private void tasks() {
        count("signet_tasks_served", "Tasks computed for others.", MeshStats::tasksServed);
        count("signet_tasks_refused", "Tasks refused to others.", MeshStats::tasksRefused);
        count("signet_tasks_sent", "Tasks sent to nodes.", MeshStats::tasksSent);
        count("signet_tasks_answered", "Answers accepted.", MeshStats::tasksAnswered);
        count("signet_tasks_retried", "Tasks that went to another node.", MeshStats::tasksRetried);
        count("signet_answers_not_believed", "Answers that failed verification.", MeshStats::answersNotBelieved);
        count(
                "signet_heads_cosigned",
                "Heads of other nodes' logs that this node signed for.",
                MeshStats::headsCosigned);
        CounterWithCallback.builder()
                .name("signet_messages_dropped")
                .help("Received messages that were dropped.")
                .labelNames("reason")
                .callback(told -> stats().ifPresent(now -> now.dropped()
                        .forEach((reason, number) ->
                                told.call((double) number, reason.name().toLowerCase(Locale.ROOT)))))
                .register(registry);
    }

    private void count(String name, String help, ToLongFunction<MeshStats> value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(told ->
                        told.call((double) stats().map(value::applyAsLong).orElse(0L)))
                .register(registry);
    }

    private Optional<MeshStats> stats() {
        return parts.mesh().get().map(Mesh::stats);
    }

    private void jobs() {
        GaugeWithCallback.builder()
                .name("signet_jobs_running")
                .help("Jobs of this node that are under way.")
                .callback(told -> told.call(totals().running()))
                .register(registry);
        CounterWithCallback.builder()
                .name("signet_jobs")
                .help("Jobs of this node that ended.")
                .labelNames("outcome")
                .callback(told -> {
                    told.call((double) totals().completed(), "completed");
                    told.call((double) totals().failed(), "failed");
                })
                .register(registry);
    }

    private JobBoard.Totals totals() {
        return parts.jobs().get().map(JobBoard::totals).orElse(new JobBoard.Totals(0, 0, 0));
    }

    private void models() {
        GaugeWithCallback.builder()
                .name("signet_model_rows_per_second")
                .help("What this node computes of a model when it is busy.")
                .labelNames("model", "version")
                .callback(told ->
                        loaded().forEach(model -> told.call(model.rowsPerSecond(), model.name(), model.version())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("signet_log_entries")
                .help("Statements in this node's log that its last head covers.")
                .callback(told -> told.call(
                        parts.log().get().map(log -> log.head().size()).orElse(0L)))
                .register(registry);
    }

    /** One of each name and version: two of the same label would be refused. */
    private List<ModelInfo> loaded() {
        return List.copyOf(parts.inference().get().map(InferenceService::models).orElse(List.of()).stream()
                .collect(Collectors.toMap(
                        model -> model.name() + "\n" + model.version(), model -> model, (first, second) -> first))
                .values());
    }

    /** All of it, now. */
    Bytes text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            OpenMetricsTextFormatWriter.create().write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException("memory can't be written", e);
        }
        return Bytes.copyOf(out.toByteArray());
    }
}
