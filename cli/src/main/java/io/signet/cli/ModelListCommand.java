package io.signet.cli;

import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PublisherKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the model packages of nodes. */
@Command(
        name = "list",
        description = "Lists the model packages of nodes or directories, each checked as the node there checks it.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA})
@Examples({"signet model list my-mesh/node-*", "signet model list --trust trust.yaml packages/ --json"})
final class ModelListCommand implements Callable<Integer> {
    private static final int DIGEST_DIGITS = 12;
    private static final String ENCRYPTED = "encrypted";

    @Parameters(arity = "1..*", paramLabel = "DIR", description = ModelPlace.DIRECTORIES)
    private List<Path> directories = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** A package, or a file that is none to that node. */
    private record Entry(Path file, long sizeBytes, Map<String, Object> facts) {
        boolean accepted() {
            return !facts.containsKey("refused");
        }

        String formats() {
            return text("formats") + (Boolean.TRUE.equals(facts.get(ENCRYPTED)) ? ", encrypted" : "");
        }

        String text(String key) {
            return facts.getOrDefault(key, "").toString();
        }
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        List<Entry> entries = new ArrayList<>();
        Set<PublisherKey> otherwise = publishers.acceptedOrNobody();
        for (Path directory : directories) {
            ModelPlace place = ModelPlace.of(directory, otherwise);
            for (Path file : place.packages()) {
                entries.add(new Entry(file, Files.size(file), facts(file, place)));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(
                    out,
                    Map.of(
                            "packages",
                            entries.stream().map(ModelListCommand::toJson).toList()));
        } else {
            print(out, entries);
        }
        return (entries.stream().allMatch(Entry::accepted) ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private static Map<String, Object> facts(Path file, ModelPlace place) {
        Map<String, Object> facts = new LinkedHashMap<>();
        try {
            ModelPackage model = ModelPackage.read(file, place.accepted());
            facts.put("model", model.manifest().identity().name());
            facts.put("version", model.manifest().identity().version());
            facts.put(
                    "formats",
                    model.manifest().variants().stream()
                            .map(ModelVariant::format)
                            .collect(Collectors.joining(" ")));
            facts.put("digest", model.digest().toHex());
            facts.put(ENCRYPTED, model.manifest().encryption().isPresent());
        } catch (PackageException e) {
            facts.put("refused", e.reason());
        }
        return facts;
    }

    private static Map<String, Object> toJson(Entry entry) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("file", entry.file().toString());
        object.put("size_bytes", entry.sizeBytes());
        object.putAll(entry.facts());
        return object;
    }

    private static void print(PrintWriter out, List<Entry> entries) {
        if (entries.isEmpty()) {
            out.println("No model package (*" + ModelPackage.EXTENSION + ") is there.");
            return;
        }
        Table table = new Table(
                Table.Column.left("model"),
                Table.Column.left("version"),
                Table.Column.left("formats"),
                Table.Column.right("MiB"),
                Table.Column.left("digest"),
                Table.Column.left("file"));
        for (Entry entry : entries) {
            String digest = entry.text("digest");
            table.row(
                    entry.accepted() ? entry.text("model") : "REFUSED",
                    entry.text("version"),
                    entry.formats(),
                    String.format(Locale.ROOT, "%.1f", entry.sizeBytes() / 1048576.0),
                    digest.substring(0, Math.min(DIGEST_DIGITS, digest.length())),
                    entry.file());
        }
        table.print(out);
        for (Entry entry : entries) {
            if (!entry.accepted()) {
                out.println(Printable.of(entry.file() + " is refused: " + entry.text("refused")));
            }
        }
    }
}
