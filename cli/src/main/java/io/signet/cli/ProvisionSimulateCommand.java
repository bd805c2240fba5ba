package io.signet.cli;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.cli.pallet.Pallet;
import io.signet.cli.pallet.PalletOutcome;
import io.signet.cli.pallet.PalletPlan;
import io.signet.provisioning.ProvisioningException;
import io.signet.registrar.BookException;
import io.signet.runtime.Trees;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays a pallet of boxes that are switched on. */
@Command(
        name = "simulate",
        description = {
            "Switches on a pallet of virtual boxes in this process: each does what a real one does in its first boot, until it is"
                    + " ready to start as a node. A real registrar enrols them over HTTPS on this machine, which is the time that"
                    + " is measured. At most " + Pallet.AT_ONCE_MAX + " boxes are on at a time.",
            "Succeeds only if every honest box got its certificate exactly once, and no copy of a disk and no wrong code got in."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED})
@Examples({
    "signet provision simulate --nodes 50",
    "signet provision simulate --nodes 500 --clones 5 --wrong-codes 10 --registrar-down 60",
    "signet provision simulate --tpm --json"
})
final class ProvisionSimulateCommand implements Callable<Integer> {
    private static final int SECONDS_MAX = 300;

    private final Environment environment;

    @Option(names = "--nodes", paramLabel = "N", description = "Number of boxes, 1 to 500 (${DEFAULT-VALUE}).")
    private int nodes = 50;

    @Option(
            names = "--clones",
            paramLabel = "N",
            description = "How many of them are copies of another's disk, in a machine of their own (${DEFAULT-VALUE})."
                    + " They are switched on when the other is enrolled.")
    private int clones;

    @Option(
            names = "--wrong-codes",
            paramLabel = "N",
            description = "How many of them have a label that nobody claimed (${DEFAULT-VALUE}).")
    private int wrongCodes;

    @Option(
            names = "--registrar-down",
            paramLabel = "SECONDS",
            description =
                    "Stop the registrar when half of the honest boxes are enrolled, and start it again after so long,"
                            + " 0 to 300 (0: never).")
    private int downSeconds;

    @Option(
            names = "--ask-again",
            paramLabel = "SECONDS",
            description =
                    "How long a box waits at most before it asks again, 1 to 300 (${DEFAULT-VALUE}, as a real one does"
                            + " when nobody answers).")
    private int askAgainSeconds = 10;

    @Option(
            names = "--tpm",
            description =
                    "Give each box an emulated TPM, so that its evidence is made and checked; else its key is in a file.")
    private boolean tpm;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ProvisionSimulateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        PalletPlan plan = plan();
        if (tpm && !EmulatedTpm.isInstalled(environment.variable("PATH").orElse(""))) {
            throw new CliException(ExitCode.UNAVAILABLE, "--tpm needs swtpm: apt-get install swtpm");
        }
        OrderlyEnd end = OrderlyEnd.begin();
        try {
            return play(plan);
        } catch (BookException e) {
            if (Thread.currentThread().isInterrupted()) { // which closes the database's files
                return ExitCode.INTERRUPTED.code();
            }
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED.code();
        } finally {
            end.close();
        }
    }

    private int play(PalletPlan plan) throws ProvisioningException, BookException, IOException, InterruptedException {
        Path directory = Files.createTempDirectory("signet-pallet-");
        try (ProgressLine line = progress.line()) {
            line.show(0, plan.honest(), "boxes enrolled; making their owner");
            PalletOutcome outcome = Pallet.run(
                    plan,
                    directory,
                    environment.clock(),
                    environment.random(),
                    enrolled -> line.show(enrolled, plan.honest(), "boxes enrolled"));
            line.done();
            if (progress.json()) {
                Json.print(progress.out(), toJson(outcome));
            } else {
                print(outcome, progress.out());
            }
            return (outcome.isGood() ? ExitCode.OK : ExitCode.FAILED).code();
        } finally {
            Trees.delete(directory);
        }
    }

    private PalletPlan plan() {
        if (downSeconds < 0 || downSeconds > SECONDS_MAX || askAgainSeconds < 1 || askAgainSeconds > SECONDS_MAX) {
            throw new ParameterException(
                    spec.commandLine(), "--registrar-down is 0 to 300, and --ask-again 1 to 300 seconds");
        }
        try {
            return new PalletPlan(
                    nodes,
                    clones,
                    wrongCodes,
                    Duration.ofSeconds(downSeconds),
                    Duration.ofSeconds(askAgainSeconds),
                    tpm);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static void print(PalletOutcome outcome, PrintWriter out) {
        Table table = new Table(
                Table.Column.left("seconds from power-on to"),
                Table.Column.right("p50"),
                Table.Column.right("p99"),
                Table.Column.right("max"));
        for (PalletOutcome.Times times : outcome.times()) {
            table.row(times.step(), seconds(times.p50()), seconds(times.p99()), seconds(times.max()));
        }
        table.print(out);
        PalletPlan plan = outcome.plan();
        out.println(outcome.nodes() + " of " + plan.honest() + " honest boxes are ready, within "
                + seconds(outcome.seconds()) + " s");
        say(out, outcome.honestSaid());
        out.println(
                outcome.exactlyOnce()
                        ? "each of them was enrolled exactly once, and nobody else"
                        : "NOT each of them was enrolled exactly once, or somebody else was");
        refused(out, "copies of a disk", outcome.clonesRefused(), plan.clones(), outcome.cloneSaid());
        refused(out, "wrong codes", outcome.wrongCodesRefused(), plan.wrongCodes(), outcome.wrongCodeSaid());
    }

    private static void refused(PrintWriter out, String whom, int refused, int all, Optional<String> said) {
        if (all > 0) {
            out.println(refused + " of " + all + " " + whom + " were refused as such; such a box says:");
            say(out, said);
        }
    }

    private static void say(PrintWriter out, Optional<String> said) {
        said.ifPresent(words -> out.println("  " + Printable.of(words)));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    private static Map<String, Object> toJson(PalletOutcome outcome) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("good", outcome.isGood());
        object.put("honest", outcome.plan().honest());
        object.put("ready", outcome.nodes());
        object.put("exactly_once", outcome.exactlyOnce());
        object.put("clones", outcome.plan().clones());
        object.put("clones_refused", outcome.clonesRefused());
        object.put("wrong_codes", outcome.plan().wrongCodes());
        object.put("wrong_codes_refused", outcome.wrongCodesRefused());
        object.put("seconds", outcome.seconds());
        List<Map<String, Object>> steps = outcome.times().stream()
                .map(times -> Map.<String, Object>of(
                        "step", times.step(), "p50", times.p50(), "p99", times.p99(), "max", times.max()))
                .toList();
        object.put("steps", steps);
        outcome.cloneSaid().ifPresent(said -> object.put("clone_said", said));
        outcome.wrongCodeSaid().ifPresent(said -> object.put("wrong_code_said", said));
        outcome.honestSaid().ifPresent(said -> object.put("honest_said", said));
        return object;
    }
}
