package io.signet.cli;

import io.signet.inference.importing.ModelFile;
import io.signet.inference.importing.ModelFileException;
import io.signet.inference.model.ContentKey;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.model.ModelInterface;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.ModelPackageWriter;
import io.signet.inference.model.OutputHint;
import io.signet.inference.model.Publisher;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.SigningException;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a model as its maker exported it into a signed package. */
@Command(
        name = "import",
        description = {
            "Turns an ONNX file or a TensorFlow SavedModel into a signed model package. Names, types and shapes of what the"
                    + " model takes and gives are read from the file; nothing of the model runs.",
            "With both, of the same model, each node runs the one that the best of its engines takes."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({
    "signet model import resnet18.onnx --name resnet18 --labels labels.txt",
    "signet model import digits.onnx digits/ --name digits --version 1.2.0 --meaning y=probabilities",
    "signet model import resnet18.onnx --name resnet18 --post 'softmax(y)' --post 'top(y,k=5)'",
    "signet model import digits.onnx --name digits --card card.md --licence MIT --licence-text LICENSE",
    "signet model import digits.onnx --name digits --precision fp16 --precision int8 --calibration x=samples.npy",
    "signet model import digits.onnx --name digits --encrypt"
})
final class ModelImportCommand implements Callable<Integer> {
    /** SPDX's way to name a licence that is not on its list (annex D of the SPDX specification 2.3). */
    private static final String UNSTATED = "LicenseRef-unstated";

    private static final String ONNX_FILE = "model.onnx";
    private static final long TEXT_BYTES_MAX = 1 << 20;

    private final Environment environment;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "An ONNX file (*.onnx) or the directory of a SavedModel; several are variants of one model.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "What requests ask for: 1 to 64 of a-z, 0-9, '.' and '-'.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String name;

    @Option(names = "--version", paramLabel = "V", description = "The model's version (${DEFAULT-VALUE}).")
    private String version = "1.0.0";

    @Option(names = "--description", paramLabel = "TEXT", description = "One sentence about the model.")
    private Optional<String> description = Optional.empty();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "The classes' names, one a line, in the order of the output's last dimension.")
    private Optional<Path> labels = Optional.empty();

    @Option(
            names = "--meaning",
            paramLabel = "TENSOR=MEANING",
            description = "How an output is to be read: probabilities, logits or values. May be repeated.")
    private Map<String, OutputHint.Meaning> meanings = new LinkedHashMap<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private ProcessingOptions processing;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PrecisionOptions precision;

    @Option(
            names = "--card",
            paramLabel = "FILE",
            description =
                    "The model card, Markdown: what the model is for, how it was made, how well it does. By default"
                            + " NAME.card.md beside the package, which is drafted for you to complete if it is not there.")
    private Optional<Path> card = Optional.empty();

    @Option(
            names = "--provenance",
            paramLabel = "FILE",
            description =
                    "What the model was made of, with what, and how well it does; YAML: see docs/model-packages.md.")
    private Optional<Path> provenance = Optional.empty();

    @Option(
            names = "--licence",
            paramLabel = "SPDX",
            description = "The model's licence, an SPDX expression (${DEFAULT-VALUE}).")
    private String licence = UNSTATED;

    @Option(names = "--licence-text", paramLabel = "FILE", description = "The licence's text.")
    private Optional<Path> licenceText = Optional.empty();

    @Option(
            names = "--encrypt",
            description =
                    "Encrypt the model, so that only nodes to which you grant it can read it (signet model grant). The"
                            + " manifest, the card and the licence stay readable.")
    private boolean encrypt;

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private PublisherKeyOption publisherKey;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the package. By default NAME.signet in the current directory.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ModelImportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, SigningException {
        if (licenceText.isPresent() == licence.equals(UNSTATED)) {
            throw new ParameterException(spec.commandLine(), "--licence and --licence-text go together");
        }
        List<ModelFile> variants = readVariants();
        ModelIdentity identity = checked(() ->
                new ModelIdentity(name, version, description.orElse("The model " + name + "."), environment.today()));
        List<String> classes = labels.isPresent() ? text(labels.get()).lines().toList() : List.of();
        ModelInterface contract = checked(() -> new ModelInterface(
                variants.get(0).inputs(),
                variants.get(0).outputs(),
                classes,
                processing.picture(),
                meanings.entrySet().stream()
                        .map(m -> new OutputHint(m.getKey(), m.getValue()))
                        .toList(),
                processing.steps()));
        Path target = out.orElse(Path.of(name + ModelPackage.EXTENSION)).toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new CliException(ExitCode.CANNOT_CREATE, target + ": its directory does not exist");
        }
        Path cardFile = card.orElse(target.resolveSibling(name + ".card.md"));
        boolean drafted = card.isEmpty() && !Files.exists(cardFile);
        String cardText = drafted ? ModelCardDraft.of(identity, variants) : text(cardFile);
        Publisher publisher = publisherKey.publisher();
        Optional<ContentKey> contentKey =
                encrypt ? Optional.of(ContentKey.draw(environment.random())) : Optional.empty();
        Digest digest = write(target, identity, contract, variants, cardText, publisher, contentKey);
        Optional<Path> keyFile = Optional.empty();
        if (contentKey.isPresent()) {
            keyFile = Optional.of(ContentKeyFile.of(environment, digest).create(contentKey.get()));
            contentKey.get().close();
        }
        if (drafted) {
            Files.writeString(cardFile, cardText, StandardCharsets.UTF_8);
        }
        report(
                target,
                digest,
                publisher,
                contract,
                keyFile,
                cardText.contains(ModelCardDraft.TO_COMPLETE) ? Optional.of(cardFile) : Optional.empty());
        return ExitCode.OK.code();
    }

    private List<ModelFile> readVariants() throws CliException {
        List<ModelFile> variants = new ArrayList<>();
        try {
            for (Path file : files) {
                variants.add(ModelFile.read(file));
            }
            ModelFile.requireAlike(variants);
        } catch (ModelFileException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
        return variants;
    }

    private interface Value<T> {
        T get();
    }

    /** What a package may hold is checked where it is made; what is wrong came from the command line. */
    private static <T> T checked(Value<T> value) throws CliException {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
    }

    private static String text(Path file) throws CliException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new CliException(ExitCode.DATA, file + ": there is no such file");
        }
        if (Files.size(file) > TEXT_BYTES_MAX) {
            throw new CliException(ExitCode.DATA, file + ": has more than " + TEXT_BYTES_MAX + " bytes");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    private Digest write(
            Path target,
            ModelIdentity identity,
            ModelInterface contract,
            List<ModelFile> variants,
            String cardText,
            Publisher publisher,
            Optional<ContentKey> contentKey)
            throws CliException, ProvisioningException, IOException, SigningException {
        ModelPackageWriter writer = new ModelPackageWriter(identity, contract);
        try {
            for (ModelFile variant : variants) {
                if (variant.format().equals(ModelFile.ONNX)) {
                    writer.variant(variant.format(), ONNX_FILE, variant.path());
                } else {
                    writer.variant(variant.format(), variant.path());
                }
            }
            processing.setTolerance(writer);
            precision.set(writer, variants);
            contentKey.ifPresent(writer::encrypt);
            if (provenance.isPresent()) {
                writer.provenance(ProvenanceFile.read(provenance.get()));
            }
            String terms = licenceText.isPresent()
                    ? text(licenceText.get())
                    : "The publisher states no licence. Ask the publisher, whose key is " + publisher.key() + ".\n";
            return writer.card(Bytes.utf8(cardText))
                    .licence(licence, Bytes.utf8(terms))
                    .write(target, publisher);
        } catch (IllegalArgumentException | ModelFileException e) {
            throw new CliException(ExitCode.DATA, e.getMessage());
        }
    }

    private void report(
            Path target,
            Digest digest,
            Publisher publisher,
            ModelInterface contract,
            Optional<Path> keyFile,
            Optional<Path> toComplete) {
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("file", target.toString());
            object.put("digest", digest.toHex());
            object.put("publisher", publisher.key().toHex());
            keyFile.ifPresent(file -> object.put("content_key", file.toString()));
            toComplete.ifPresent(file -> object.put("card_to_complete", file.toString()));
            Json.print(print, object);
            return;
        }
        print.println(Printable.of("Wrote " + target + ", digest " + digest + ", publisher " + publisher.key()));
        print.println(Printable.of("It takes " + contract.inputs() + " and gives " + contract.results()
                + " (-1: any; a first -1 is the batch)."));
        keyFile.ifPresent(
                file -> print.println(
                        Printable.of(
                                "It is encrypted. Its key is in " + file
                                        + ": keep it to yourself, and keep a copy, as nothing else can grant it to nodes: signet model grant")));
        toComplete.ifPresent(file -> print.println(Printable.of("Complete the model card " + file + " where it says "
                + ModelCardDraft.TO_COMPLETE + ", and run this command again.")));
        print.println(
                "Nodes load it once 'publishers' in the inference section of their node.yaml lists that key, and it lies"
                        + " in their models directory: signet model push");
    }
}
