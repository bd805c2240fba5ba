package io.signet.cli;

import io.signet.meter.MeterModel;
import io.signet.meter.MeterReader;
import io.signet.meter.MeterSample;
import io.signet.meter.MeterSamples;
import io.signet.meter.Reading;
import io.signet.meter.Split;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.simulator.TpmNodeKeys;
import io.signet.statement.Finding;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows a whole mesh at work on this machine. */
@Command(
        name = "demo",
        description = {
            "Starts a broker and nodes on this machine, each a process with an identity of its own; sends them pictures"
                    + " of meters; prints what they read, and checks the receipt of every answer. Then stops them.",
            "Succeeds only if every picture was answered and every receipt verified.",
            "With --provision it begins earlier: it makes an owner with a registrar, and boxes with labels that become nodes by"
                    + " themselves, and shows each step with its time."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({"signet demo", "signet demo --nodes 5 --input my-meters/", "signet demo --keep", "signet demo --provision"})
final class DemoCommand implements Callable<Integer> {
    private static final int NODES_MAX = 16;
    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration JOB_MAX = Duration.ofMinutes(5);

    private final Environment environment;

    @Option(names = "--nodes", paramLabel = "N", description = "Number of nodes, 1 to 16 (${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(
            names = "--input",
            paramLabel = "FILE|DIR",
            description = "Pictures (PNG, JPEG) to read instead of the twelve that come with Signet. May be repeated.")
    private List<Path> inputs = new ArrayList<>();

    @Option(
            names = "--provision",
            description =
                    "Show the whole story: from a box with a label to its first answer. docs/provisioning.md explains"
                            + " it.")
    private boolean provision;

    @Option(names = "--keep", description = "Leave the mesh running, and say how to send it work and how to stop it.")
    private boolean keep;

    @Mixin
    private final NodeKeyOption key = new NodeKeyOption();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProgressOptions progress;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    DemoCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new ParameterException(spec.commandLine(), "--nodes is 1 to " + NODES_MAX + ", not " + nodes);
        }
        List<Path> files = PictureFiles.find(inputs);
        List<MeterSample> samples = files.isEmpty() ? MeterSamples.all() : List.of();
        if (provision) {
            return provision(files, samples);
        }
        try (ProgressLine line = progress.line();
                DemoMesh mesh = start(line)) {
            Run run = run(mesh, files, samples, line);
            line.done();
            Path pictures = keep ? mesh.write(MeterSamples.all()) : mesh.directory();
            if (progress.json()) {
                Json.print(progress.out(), toJson(run, mesh));
            } else {
                print(run, samples, mesh, pictures);
            }
            if (keep) {
                mesh.keep();
            }
            return run.report().exitCode().code();
        }
    }

    private int provision(List<Path> files, List<MeterSample> samples)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        try (ProgressLine line = progress.line();
                ProvisionedMesh mesh = ProvisionedMesh.begin(environment, keep)) {
            NodeKeys keys = key.choose(environment, mesh.path(""), nodes, line::note);
            if (!(keys instanceof TpmNodeKeys) && !keys.equals(NodeKeys.FILES)) {
                throw new ParameterException(spec.commandLine(), "--key of --provision is tpm or software");
            }
            List<Split> pictures = pictures(files, samples, line);
            Story story =
                    new Story(progress.quiet() ? Optional.empty() : Optional.of(progress.out()), environment.clock());
            ProvisionDemo demo = new ProvisionDemo(mesh, story, environment.clock(), keys instanceof TpmNodeKeys);
            ProvisionDemo.Outcome outcome = demo.run(nodes, pictures, environment.random());
            ProvisionDemoReport report = new ProvisionDemoReport(outcome, nodes);
            if (progress.json()) {
                Json.print(progress.out(), report.toJson(keep ? Optional.of(mesh) : Optional.empty()));
            } else {
                report.print(progress.out(), keep ? Optional.of(mesh) : Optional.empty());
            }
            if (keep) {
                mesh.keep();
            }
            return outcome.report().exitCode().code();
        }
    }

    private static List<Split> pictures(List<Path> files, List<MeterSample> samples, ProgressLine line) {
        List<Split> pictures = new ArrayList<>(InferCommand.split(files, line));
        MeterReader reader = new MeterReader();
        samples.forEach(sample -> pictures.add(reader.split(sample.fileName(), sample.png())));
        return pictures;
    }

    private DemoMesh start(ProgressLine line) throws CliException, ProvisioningException, IOException {
        line.show(0, nodes, "nodes have joined the mesh; making their keys");
        return DemoMesh.start(
                environment, nodes, directory -> key.choose(environment, directory, nodes, line::note), keep);
    }

    /**
     * What the demo did.
     *
     * @param secondsToFirstAnswer since the demo's start, empty if there was no answer
     */
    private record Run(
            List<MeterJob.Outcome> outcomes, List<ReceiptCheck.Checked> receipts, OptionalDouble secondsToFirstAnswer) {
        MeterReport report() {
            return new MeterReport(outcomes, receipts);
        }
    }

    private Run run(DemoMesh mesh, List<Path> files, List<MeterSample> samples, ProgressLine line)
            throws CliException, ProvisioningException, InterruptedException {
        try (MeshSession session = MeshSession.join(mesh.requester(), environment.clock(), line::note)) {
            List<Split> pictures = pictures(files, samples, line);
            session.awaitModel(MeterModel.NAME, nodes, START_MAX, serving -> {
                mesh.requireAlive();
                line.show(serving, nodes, "nodes have joined the mesh");
            });
            ReceiptCheck check = new ReceiptCheck(session.policy(), environment.clock(), Optional.empty());
            MeterJob job = new MeterJob(session.mesh(), check, environment.clock(), JOB_MAX);
            List<MeterJob.Outcome> outcomes =
                    job.run(pictures, (answered, all) -> line.show(answered, all, "digits answered"));
            OptionalDouble first = job.firstAnswerNanos().stream()
                    .mapToDouble(nanos -> (nanos - line.startedNanos()) / 1e9)
                    .findFirst();
            return new Run(outcomes, check.all(), first);
        }
    }

    private void print(Run run, List<MeterSample> samples, DemoMesh mesh, Path pictures) throws ProvisioningException {
        PrintWriter out = progress.out();
        run.report().print(out);
        if (!samples.isEmpty()) {
            out.println(right(run.outcomes(), samples) + " of " + samples.size()
                    + " readings are what the pictures were drawn with");
        }
        run.secondsToFirstAnswer()
                .ifPresent(seconds -> out.println(String.format(
                        Locale.ROOT, "first answer %.1f s after the start of a mesh of %d", seconds, nodes)));
        run.receipts().stream()
                .flatMap(receipt -> receipt.verdict().findings().stream())
                .filter(Finding.NotProved.class::isInstance)
                .map(finding -> "not proved: " + finding.claim() + ": " + finding.detail())
                .filter(text -> text.contains("hardware"))
                .distinct()
                .map(Printable::of)
                .forEach(out::println);
        if (keep) {
            String pids = mesh.pids().stream().map(Object::toString).collect(Collectors.joining(" "));
            out.println("The mesh runs on, in " + mesh.directory() + ".");
            out.println("  send it work: signet infer --mesh " + mesh.requester() + " --model " + MeterModel.NAME + " "
                    + pictures);
            out.println("  call a node:  " + mesh.curlLine("/v2/models/" + MeterModel.NAME));
            mesh.console().ifPresent(console -> out.println("  look at it:   " + console.line()));
            out.println("  stop it:      kill " + pids);
        }
    }

    private static long right(List<MeterJob.Outcome> outcomes, List<MeterSample> samples) {
        Map<String, String> truth =
                samples.stream().collect(Collectors.toMap(MeterSample::fileName, MeterSample::digits));
        return outcomes.stream()
                .filter(outcome -> outcome instanceof MeterJob.Outcome.Computed computed
                        && computed.reading() instanceof Reading.Readable readable
                        && readable.digits().equals(truth.get(outcome.picture())))
                .count();
    }

    private Map<String, Object> toJson(Run run, DemoMesh mesh) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("nodes", nodes);
        run.secondsToFirstAnswer().ifPresent(seconds -> object.put("seconds_to_first_answer", seconds));
        object.putAll(run.report().toJson());
        if (keep) {
            object.put("mesh", mesh.directory().toString());
            object.put("requester", mesh.requester().toString());
            object.put("pids", mesh.pids());
        }
        return object;
    }
}
