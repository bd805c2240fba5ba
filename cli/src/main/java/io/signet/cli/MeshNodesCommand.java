package io.signet.cli;

import io.signet.mesh.LogAddress;
import io.signet.mesh.Peer;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.provisioning.ProvisioningException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lists the nodes of a running mesh. */
@Command(
        name = "nodes",
        description = {
            "Lists the nodes of a running mesh with what each reports of itself: models and measured speed, work that"
                    + " waits, and whether it is hot or slowed down, when the others give it less work.",
            "A node that nobody of the trust policy's owners vouches for is not listed."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({"signet mesh nodes --mesh my-mesh/requester", "signet mesh nodes --mesh my-mesh/requester --json"})
final class MeshNodesCommand implements Callable<Integer> {
    private static final int WAIT_SECONDS_MAX = 600;

    private final Environment environment;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private RequesterOption requester;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long to wait for the first node, 1 to 600 (${DEFAULT-VALUE}).")
    private int waitSeconds = 10;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    MeshNodesCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, InterruptedException {
        if (waitSeconds < 1 || waitSeconds > WAIT_SECONDS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--wait is 1 to " + WAIT_SECONDS_MAX + ", not " + waitSeconds);
        }
        try (ProgressLine line = progress.line();
                MeshSession session = MeshSession.join(requester.profile(), environment.clock(), line::note)) {
            line.show("waiting for the mesh");
            List<Peer> nodes = session.awaitNodes(Duration.ofSeconds(waitSeconds));
            line.done();
            if (progress.json()) {
                Json.print(
                        progress.out(),
                        Map.of(
                                "nodes",
                                nodes.stream().map(MeshNodesCommand::toJson).toList()));
            } else {
                print(progress.out(), nodes);
            }
            return ExitCode.OK.code();
        }
    }

    private static String state(Peer node) {
        if (!node.online()) {
            return "offline";
        }
        return node.accepting() ? condition(node.strain()) : "leaving";
    }

    private static String condition(Strain strain) {
        return strain == Strain.NONE ? "online" : strain.name().toLowerCase(Locale.ROOT);
    }

    private static void print(PrintWriter out, List<Peer> nodes) {
        Table table = new Table(
                Table.Column.left("node"),
                Table.Column.left("state"),
                Table.Column.left("owner"),
                Table.Column.left("key"),
                Table.Column.left("models (rows/s)"),
                Table.Column.right("rows waiting"),
                Table.Column.right("tasks"),
                Table.Column.right("free MiB"),
                Table.Column.left("log"));
        for (Peer node : nodes) {
            table.row(
                    MeshSession.shortId(node.node().toHex()),
                    state(node),
                    node.owner(),
                    node.assurance().label(),
                    node.models().stream()
                            .map(model -> model.name() + " (" + Math.round(model.rowsPerSecond()) + ")")
                            .collect(Collectors.joining(" ")),
                    node.queuedRows(),
                    node.runningTasks() + "/" + node.tasksMax(),
                    node.freeMemoryMib(),
                    node.log().map(LogAddress::url).orElse(""));
        }
        table.print(out);
    }

    private static Map<String, Object> toJson(Peer node) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("node", node.node().toHex());
        object.put("state", state(node));
        object.put("owner", node.owner());
        object.put("assurance", node.assurance().label());
        object.put(
                "models", node.models().stream().map(MeshNodesCommand::toJson).toList());
        object.put("rows_waiting", node.queuedRows());
        object.put("tasks", node.runningTasks());
        object.put("tasks_max", node.tasksMax());
        object.put("free_memory_mib", node.freeMemoryMib());
        object.put("report_age_ms", node.reportAgeMillis());
        node.log().ifPresent(log -> object.put("log", log.url()));
        node.gateway().ifPresent(gateway -> object.put("gateway", gateway.hostAndPort()));
        return object;
    }

    private static Map<String, Object> toJson(ServedModel model) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", model.name());
        object.put("package_begins", model.packagePrefix().toHex());
        object.put("rows_per_second", model.rowsPerSecond());
        return object;
    }
}
