package io.signet.cli;

import io.signet.inference.importing.ModelFile;
import io.signet.inference.model.ModelIdentity;
import io.signet.inference.spi.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/**
 * A model card to complete: what the files tell is filled in, what only people know is asked for. Its sections are those of
 * Mitchell et al., "Model Cards for Model Reporting" (2019), as far as nodes' owners need them.
 */
final class ModelCardDraft {
    /** What stands where something is to be filled in. */
    static final String TO_COMPLETE = "TO COMPLETE";

    private ModelCardDraft() {}

    /** The card's Markdown. */
    static String of(ModelIdentity identity, List<ModelFile> variants) {
        StringJoiner card = new StringJoiner("\n", "", "\n");
        card.add("# " + identity.name() + " " + identity.version());
        card.add("").add(identity.description());
        card.add("").add("| | tensor | type | shape (-1: any) |").add("| --- | --- | --- | --- |");
        variants.get(0).inputs().forEach(tensor -> card.add(row("takes", tensor)));
        variants.get(0).outputs().forEach(tensor -> card.add(row("gives", tensor)));
        card.add("").add("Imported " + identity.created() + " from:").add("");
        for (ModelFile variant : variants) {
            card.add("- " + fileName(variant.path()) + " (" + variant.format() + ")");
        }
        section(card, "What it is for", "the task, and tasks that it must not be used for");
        section(card, "How it was made", "data and its licence, method, date, who made it");
        section(card, "How well it does", "measure, test data, result; for whom or what it does worse");
        section(card, "Limits and risks", "known errors, what happens when it is wrong");
        return card.toString();
    }

    private static String fileName(Path path) {
        return path.toAbsolutePath().normalize().getFileName().toString();
    }

    private static String row(String verb, TensorSpec tensor) {
        return "| " + verb + " | " + tensor.name() + " | " + tensor.type() + " | " + tensor.shape() + " |";
    }

    private static void section(StringJoiner card, String title, String question) {
        card.add("").add("## " + title).add("").add(TO_COMPLETE + ": " + question + ".");
    }
}
