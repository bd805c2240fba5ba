package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which of the owner's model packages are meant. */
final class OwnerModelOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "A model package that it has: the name of a file in the directory 'models' of the owner's, or"
                    + " its SHA-256. May be repeated; all others are taken away.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--no-models", description = "It has no model packages.")
    private boolean none;

    /** Whether anything was said of models. */
    boolean given() {
        return none || !names.isEmpty();
    }

    /**
     * The packages' digests.
     *
     * @throws CliException if the registrar has no such package
     */
    List<String> digests(OwnerOptions owner)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        if (none) {
            return List.of();
        }
        List<Map<String, Object>> there = Answers.objects(owner.ask("offer", Map.of()), "models");
        List<String> digests = new ArrayList<>();
        for (String name : names) {
            Optional<Map<String, Object>> found = there.stream()
                    .filter(model -> name.equals(model.get("name")) || name.equals(model.get("digest")))
                    .findFirst();
            digests.add(Answers.text(
                    found.orElseThrow(() -> new CliException(
                            ExitCode.FAILED,
                            "the registrar has no model package '" + name + "'; it has "
                                    + (there.isEmpty()
                                            ? "none: copy them into the directory 'models' of the owner's"
                                            : there.stream()
                                                    .map(model -> Answers.text(model, "name"))
                                                    .collect(Collectors.joining(", "))))),
                    "digest"));
        }
        return digests;
    }
}
