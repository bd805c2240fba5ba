package io.signet.cli;

import io.signet.inference.model.Manifest;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelVariant;
import io.signet.inference.model.OutputStep;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PackagedFile;
import io.signet.inference.spi.Precision;
import io.signet.inference.spi.TensorSpec;
import io.signet.provisioning.ProvisioningException;
import io.signet.verifier.Printable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a model package says about its model. */
@Command(
        name = "show",
        description = "Shows what a model package says about its model, once its signature and all of its files are"
                + " checked.")
@Exits({ExitCode.OK, ExitCode.DATA})
@Examples({
    "signet model show --trust my-mesh/node-1/trust.yaml meter-digits.signet",
    "signet model show --card meter-digits.signet",
    "signet model show --json meter-digits.signet",
    "signet model show --bom meter-digits.signet > meter-digits.cdx.json"
})
final class ModelShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A model package (*.signet).")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherOptions publishers;

    @Option(
            names = "--card",
            description = "Print the model card: what the model is for, how it was made, how well it does.")
    private boolean card;

    @Option(
            names = "--bom",
            description = "Print the bill of materials, CycloneDX 1.6 in JSON: files, licence, training data, metrics.")
    private boolean bom;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            ModelPackage model = ModelPackage.read(file, publishers.accepted());
            if (bom) {
                Json.print(out, new ModelBom(model).toJson());
            } else if (json) {
                Json.print(out, toJson(model));
            } else if (card) {
                card(model).lines().map(Printable::of).forEach(out::println);
            } else {
                print(model, out);
            }
        } catch (PackageException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
        return ExitCode.OK.code();
    }

    private static String card(ModelPackage model) throws PackageException {
        return StandardCharsets.UTF_8
                .decode(model.content(model.manifest().card()).asBuffer())
                .toString();
    }

    private static void print(ModelPackage model, PrintWriter out) {
        Manifest manifest = model.manifest();
        List<String[]> lines = new ArrayList<>();
        lines.add(new String[] {
            "model", manifest.identity().name() + " " + manifest.identity().version()
        });
        lines.add(new String[] {"", manifest.identity().description()});
        lines.add(new String[] {"made", manifest.identity().created().toString()});
        lines.add(new String[] {"licence", manifest.licence().spdxId()});
        lines.add(new String[] {"publisher", model.publisher().toHex()});
        lines.add(new String[] {"digest", model.digest().toHex()});
        manifest.contract().inputs().forEach(input -> lines.add(new String[] {"input", describe(input)}));
        manifest.contract().outputs().forEach(output -> lines.add(new String[] {"output", describe(output)}));
        manifest.contract().picture().ifPresent(picture -> lines.add(new String[] {"picture", picture.toString()}));
        manifest.contract().steps().forEach(step -> lines.add(new String[] {"then", step.toString()}));
        if (!manifest.contract().steps().isEmpty()) {
            manifest.contract().results().forEach(result -> lines.add(new String[] {"result", describe(result)}));
        }
        manifest.tolerance().ifPresent(tolerance -> lines.add(new String[] {"tolerance", tolerance.toString()}));
        if (!manifest.contract().labels().isEmpty()) {
            lines.add(new String[] {"labels", summary(manifest.contract().labels())});
        }
        lines.add(new String[] {
            "formats", manifest.variants().stream().map(ModelVariant::format).collect(Collectors.joining(", "))
        });
        if (manifest.encryption().isPresent()) {
            lines.add(new String[] {"encrypted", "for nodes that its publisher grants it to: signet model grant"});
        }
        manifest.properties().forEach((key, value) -> lines.add(new String[] {key, value}));
        lines.addAll(new ProvenanceReport(manifest.provenance()).lines());
        lines.add(new String[] {"files", manifest.files().size() + ", " + sizeBytes(manifest) + " bytes"});
        int width = lines.stream().mapToInt(line -> line[0].length()).max().orElse(0);
        for (String[] line : lines) {
            out.println(Printable.of(line[0] + " ".repeat(width - line[0].length()) + "  " + line[1]));
        }
    }

    private static String summary(List<String> labels) {
        int shown = Math.min(labels.size(), 16);
        String more = labels.size() > shown ? ", ... (" + labels.size() + ")" : "";
        return String.join(", ", labels.subList(0, shown)) + more;
    }

    private static long sizeBytes(Manifest manifest) {
        return manifest.files().stream().mapToLong(PackagedFile::sizeBytes).sum();
    }

    private static String describe(TensorSpec tensor) {
        String shape = tensor.shape().stream()
                .map(size -> size == TensorSpec.ANY ? "n" : size.toString())
                .collect(Collectors.joining(", ", "[", "]"));
        return tensor.name() + " " + tensor.type() + " " + shape;
    }

    private static Map<String, Object> toJson(ModelPackage model) {
        Manifest manifest = model.manifest();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", manifest.identity().name());
        object.put("version", manifest.identity().version());
        object.put("description", manifest.identity().description());
        object.put("created", manifest.identity().created().toString());
        object.put("licence", manifest.licence().spdxId());
        object.put("publisher", model.publisher().toHex());
        object.put("digest", model.digest().toHex());
        object.put(
                "inputs",
                manifest.contract().inputs().stream()
                        .map(ModelShowCommand::toJson)
                        .toList());
        object.put(
                "outputs",
                manifest.contract().outputs().stream()
                        .map(ModelShowCommand::toJson)
                        .toList());
        manifest.contract().picture().ifPresent(picture -> object.put("picture", picture.toString()));
        object.put(
                "steps",
                manifest.contract().steps().stream().map(OutputStep::toString).toList());
        object.put(
                "results",
                manifest.contract().results().stream()
                        .map(ModelShowCommand::toJson)
                        .toList());
        object.put("labels", manifest.contract().labels());
        object.put(
                "formats",
                manifest.variants().stream().map(ModelVariant::format).toList());
        object.put(
                "precisions",
                manifest.precisions().stream().map(Precision::text).toList());
        object.put("encrypted", manifest.encryption().isPresent());
        object.put("properties", manifest.properties());
        if (manifest.provenance().isStated()) {
            object.put("provenance", new ProvenanceReport(manifest.provenance()).toJson());
        }
        object.put("size_bytes", sizeBytes(manifest));
        return object;
    }

    private static Map<String, Object> toJson(TensorSpec tensor) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", tensor.name());
        object.put("type", tensor.type().name());
        object.put("shape", tensor.shape());
        return object;
    }
}
