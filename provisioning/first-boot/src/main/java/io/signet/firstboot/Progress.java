package io.signet.firstboot;

import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import java.util.Optional;

/**
 * How far a box is.
 *
 * @param step what it is doing
 * @param trouble what keeps it from going on, in plain words; empty if nothing does
 * @param help what to do
 */
public record Progress(Step step, Optional<String> trouble, String help) {
    /** All is well. */
    public static Progress of(Step step) {
        return new Progress(step, Optional.empty(), step.help());
    }

    /** Something keeps it from going on. */
    public static Progress stuck(Step step, String trouble, String help) {
        return new Progress(step, Optional.of(trouble), help);
    }

    /** All is well, and somebody has to do something first, of which the registrar says {@code said}. */
    static Progress waiting(Step step, String said) {
        return said.isBlank()
                ? of(step)
                : new Progress(step, Optional.empty(), step.help() + "; the registrar says: " + said);
    }

    /** What the registrar, or who answers in its place, gave rise to. */
    static Progress stuck(Step step, Failed failed) {
        String words = failed.trouble().happened();
        return stuck(
                step,
                failed.said().isBlank() ? words : words + " (" + failed.said() + ")",
                failed.trouble().remedy());
    }

    /** One line for people. */
    public String line() {
        return trouble.map(what -> step.doing() + ": " + what + ". What to do: " + help)
                .orElse(help.isEmpty() ? step.doing() : step.doing() + "; if it stays so: " + help);
    }
}
