package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks model packages as a node does before it runs them. */
@Command(
        name = "verify",
        description =
                "Checks model packages as a node does before it runs them: that a publisher whom you believe signed"
                        + " it, and that every file in it is as the publisher left it.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA})
@Examples({
    "signet model verify --trust my-mesh/node-1/trust.yaml my-mesh/node-1/models/*.signet",
    "signet model verify --json meter-digits.signet"
})
final class ModelVerifyCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Model packages (*.signet).")
    private List<Path> files = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException {
        Set<PublisherKey> accepted = publishers.accepted();
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, String>> entries = new ArrayList<>();
        int refused = 0;
        for (Path file : files) {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("file", file.toString());
            try {
                ModelPackage model = ModelPackage.read(file, accepted);
                entry.put("verdict", "accepted");
                entry.put("model", model.manifest().identity().name());
                entry.put("version", model.manifest().identity().version());
                entry.put("digest", model.digest().toHex());
                entry.put("publisher", model.publisher().toHex());
                say(out, file + ": ACCEPTED: " + model + ", published by " + model.publisher());
            } catch (PackageException e) {
                refused++;
                entry.put("verdict", "refused");
                entry.put("message", e.reason());
                say(out, file + ": REFUSED: " + e.reason());
            }
            entries.add(entry);
        }
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("packages", entries);
            object.put("accepted", files.size() - refused);
            object.put("refused", refused);
            Json.print(out, object);
        }
        return exitCode(refused).code();
    }

    private ExitCode exitCode(int refused) {
        if (refused == 0) {
            return ExitCode.OK;
        }
        boolean onlyMissing = files.stream().filter(file -> !Files.exists(file)).count() == refused;
        return onlyMissing ? ExitCode.DATA : ExitCode.FAILED;
    }

    private void say(PrintWriter out, String line) {
        if (!json) {
            out.println(Printable.of(line));
        }
    }
}
