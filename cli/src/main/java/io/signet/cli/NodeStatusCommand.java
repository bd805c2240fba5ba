package io.signet.cli;

import io.signet.launcher.NodeMain;
import io.signet.launcher.NodeStatus;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows how a node on this machine is. */
@Command(
        name = "status",
        description = {
            "Shows how the node in this directory is: whether it runs, whether it is in its mesh with all of its models, what"
                    + " is wrong and what to do.",
            "Succeeds if the node runs and answers."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({"signet node status --home my-mesh/node-1", "signet node status --home /var/lib/signet --json"})
final class NodeStatusCommand implements Callable<Integer> {
    private static final int FILE_BYTES_MAX = 8 * 1024;

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "The node's directory, as 'signet node run' has it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, IOException {
        if (!Files.exists(home.resolve("node.yaml"))) {
            throw new CliException(
                    ExitCode.DATA, "there is no node in " + home + ": 'signet node run' makes a box with a label one");
        }
        boolean running = NodeMain.isRunning(home);
        Optional<NodeStatus> status = running ? read(home.resolve(NodeMain.STATUS_FILE)) : Optional.empty();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, toJson(running, status));
        } else {
            print(out, running, status);
        }
        if (!running) {
            return ExitCode.UNAVAILABLE.code();
        }
        boolean answers =
                status.filter(now -> now.step() == NodeStatus.Step.ANSWERING).isPresent();
        return answers ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private static Optional<NodeStatus> read(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) > FILE_BYTES_MAX) {
            return Optional.empty();
        }
        return NodeStatus.parse(Files.readString(file).replace("\n", ""));
    }

    private static void print(PrintWriter out, boolean running, Optional<NodeStatus> status) {
        out.println("runs     " + (running ? "yes" : "no"));
        status.ifPresent(now -> {
            out.println("step     " + word(now));
            if (!now.trouble().isEmpty()) {
                out.println(Printable.of("trouble  " + now.trouble()));
                out.println(Printable.of("to do    " + now.help()));
            }
        });
    }

    private static Map<String, Object> toJson(boolean running, Optional<NodeStatus> status) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("running", running);
        status.ifPresent(now -> {
            object.put("step", word(now));
            object.put("trouble", now.trouble());
            object.put("help", now.help());
        });
        return object;
    }

    private static String word(NodeStatus status) {
        return status.step().name().toLowerCase(Locale.ROOT);
    }
}
