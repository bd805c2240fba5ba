package io.signet.cli;

import io.signet.firstboot.Display;
import io.signet.firstboot.Progress;
import io.signet.firstboot.Step;
import io.signet.launcher.NodeMain;
import io.signet.launcher.NodeStatus;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.AgentThread;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one node in a process of its own, until this one is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs one node in the foreground, in an OSGi framework of its own, as the node.yaml in its directory says."
                    + " Waits for its broker as long as it takes. A change of node.yaml takes effect at once.",
            "In a directory with a file 'label' and no node.yaml, or with one of the options for a first boot, it makes the box a"
                    + " node first: it finds the label and the owner's registrar,"
                    + " enrols, and fetches what the owner wants it to be. It says at each step what it waits for, and goes"
                    + " on where it was when it was stopped. docs/provisioning.md has the whole of it.",
            "Stops on Ctrl-C or SIGTERM: it finishes or hands back what it holds first."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({
    "signet node run --home my-mesh/node-1",
    "signet node run --home /var/lib/signet --led status",
    "signet node run --home box --registrar https://registrar.farm.example:8644 --software-key"
})
final class NodeRunCommand implements Callable<Integer> {
    /** How the launcher says that the node's directory is wrong. */
    private static final int EX_CONFIG = 78;

    /** How often its releases are looked after. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final Environment environment;

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description =
                    "The node's directory, as 'signet mesh create' makes it; or that of a box that is no node yet.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Mixin
    private final FirstBootOptions firstBoot = new FirstBootOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    NodeRunCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, IOException, InterruptedException, ProvisioningException {
        Path launcher = environment.built("the launcher of nodes", "kura-bundles/launcher/target/dist/launcher");
        Path bundles = environment.built("what a node is made of", "kura-bundles/launcher/target/dist/bundles");
        List<String> options = new ArrayList<>(NodeMain.JVM_OPTIONS);
        options.add("-Djava.library.path=" + environment.libraryPath());
        PrintWriter out = spec.commandLine().getOut();
        Consumer<String> lines = line -> {
            out.println(line);
            out.flush();
        };
        Display display = firstBoot.run(home, bundles, environment, lines);
        NodeReleases releases = NodeReleases.of(home, environment.clock(), lines);
        int code =
                run(options, new NodeReleases.Firmware(launcher, bundles), releases, line -> NodeStatus.parseLine(line)
                        .ifPresentOrElse(
                                status -> {
                                    releases.told(status);
                                    display.show(progress(status));
                                },
                                () -> lines.accept(line)));
        if (code != 0) {
            throw new CliException(
                    code == EX_CONFIG ? ExitCode.DATA : ExitCode.UNAVAILABLE,
                    "the node ended with status " + code + "; it says why above");
        }
        return ExitCode.OK.code();
    }

    /** Runs it, with another release of its firmware as often as there is one. */
    @SuppressWarnings("try") // the releases are looked after while that is open
    private int run(List<String> options, NodeReleases.Firmware builtIn, NodeReleases releases, Consumer<String> lines)
            throws CliException, IOException, InterruptedException {
        try (AgentThread keeper = AgentThread.start(releases, LOOK_EVERY)) {
            int code;
            do {
                NodeReleases.Firmware firmware = releases.begin(builtIn);
                JavaProcess node = new JavaProcess(
                        options,
                        firmware.launcher(),
                        NodeMain.class.getName(),
                        List.of(home.toString(), firmware.bundles().toString(), NodeMain.TELL_STATUS));
                code = run(node, releases, lines);
            } while (releases.again(code));
            return code;
        }
    }

    private static Progress progress(NodeStatus status) {
        Step step =
                switch (status.step()) {
                    case STARTING -> Step.RUNNING;
                    case JOINING -> Step.JOINING;
                    case LOADING -> Step.LOADING;
                    case ANSWERING -> Step.ANSWERING;
                    case STUCK -> Step.STUCK;
                    case RETIRED -> Step.RETIRED;
                    case RELEASED -> Step.RELEASED;
                    case REVOKED -> Step.REVOKED;
                };
        return status.trouble().isEmpty() ? Progress.of(step) : Progress.stuck(step, status.trouble(), status.help());
    }

    /** Runs it with its emulated TPM, if it has one. */
    @SuppressWarnings("try") // the TPM is on while it is open
    private int run(JavaProcess node, NodeReleases releases, Consumer<String> lines)
            throws CliException, IOException, InterruptedException {
        if (NodeMain.isRunning(home)) {
            return node.run(lines); // which says so
        }
        try (NodeEmulator tpm = NodeEmulator.start(home)) {
            return node.run(lines, releases::running);
        }
    }
}
