package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.runtime.Clock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.ArgSpec;

class SignetCommandTest {
    @TempDir
    static Path home;

    static CommandLine root() {
        Environment environment = new Environment(
                Clock.SYSTEM, new SplittableRandom(1), Map.of(), home, false, Optional.empty(), Cli.NOBODY);
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return SignetCommand.commandLine(environment, nowhere, nowhere);
    }

    static Stream<CommandLine> ownCommands() {
        return all(root()).filter(c -> !(c.getCommand() instanceof HelpCommand));
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(SignetCommandTest::all));
    }

    @ParameterizedTest
    @MethodSource("ownCommands")
    void everyCommand_hasDescriptionExamplesAndExitCodes(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        assertThat(usage.description()).isNotEmpty();
        assertThat(usage.footer()).isNotEmpty().allMatch(line -> line.contains("signet "));
        assertThat(usage.exitCodeList()).containsKeys("0", "2", "70");
        assertThat(command.getCommandSpec().userObject().getClass().getAnnotation(Exits.class))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("ownCommands")
    void everyArgument_hasADescriptionThatEndsWithAPoint(CommandLine command) {
        for (ArgSpec argument : command.getCommandSpec().args()) {
            assertThat(String.join(" ", argument.description()))
                    .as("%s of %s", argument, command.getCommandSpec().qualifiedName())
                    .endsWith(".");
        }
    }

    /** What an example shows, less comments, redirections, quotes and what stands before it, the command line must take. */
    @ParameterizedTest
    @MethodSource("ownCommands")
    void everyExample_isParsed(CommandLine command) {
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            String text = line.replaceAll("#.*|>.*|\\).*|^.*?(?=signet )", "").trim();
            List<String> words = Stream.of(text.split("\\s+"))
                    .map(word -> word.replaceAll("^'|'$", ""))
                    .toList();
            assertThat(words.get(0)).isEqualTo("signet");
            root().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @MethodSource("ownCommands")
    void everyCommand_showsItsHelp(CommandLine command) {
        List<String> path = List.of(command.getCommandSpec().qualifiedName().split(" "));
        Object[] arguments =
                Stream.concat(path.stream().skip(1), Stream.of("--help")).toArray();
        Cli.Result result = new Cli(home).run(arguments);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Usage: " + command.getCommandSpec().qualifiedName(), "Examples:");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void noCommand_isUsageErrorThatListsTheCommands() {
        Cli.Result result = new Cli(home).run();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("Missing command").contains("verify", "mesh", "completion");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void misspeltCommand_isUsageErrorWithASuggestion() {
        Cli.Result result = new Cli(home).run("verfy");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Did you mean", "verify");
    }

    @Test
    void unknownOption_isUsageError() {
        assertThat(new Cli(home).run("verify", "--nosuch", "x").code()).isEqualTo(2);
    }

    @Test
    void version_isThatOfTheBuild() {
        Cli.Result result = new Cli(home).run("--version");
        assertThat(result.code()).isZero();
        assertThat(result.out()).matches("(?s)signet \\d+\\.\\d+\\.\\d+.*Java 1?\\d.*");
    }
}
