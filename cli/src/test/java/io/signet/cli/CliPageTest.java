package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;

/** docs/cli.md says what the commands themselves say. */
class CliPageTest {
    private static final Path PAGE = Path.of("../docs/cli.md");
    private static final Path EXPECTED = Path.of("target/cli.md");
    private static final String MARK = "<!-- Below: written by CliPageTest from the commands' own help. -->\n";

    @Test
    void page_saysWhatTheHelpSays() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(MARK);
        String expected = page.substring(0, page.indexOf(MARK)) + MARK + exitCodes() + commands();
        Files.writeString(EXPECTED, expected);
        assertThat(page)
                .as("docs/cli.md is out of date: cp cli/target/cli.md docs/cli.md")
                .isEqualTo(expected);
    }

    private static String exitCodes() {
        return Stream.of(ExitCode.values())
                .map(code -> "| " + code.code() + " | " + code.meaning() + " |\n")
                .collect(Collectors.joining("", "\n## Exit codes\n\n| code | meaning |\n| ---: | --- |\n", ""));
    }

    private static String commands() {
        StringBuilder text = new StringBuilder();
        append(SignetCommandTest.root(), text);
        return text.toString();
    }

    private static void append(CommandLine command, StringBuilder text) {
        if (command.getCommand() instanceof HelpCommand) {
            return;
        }
        text.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
        text.append(command.getUsageMessage(CommandLine.Help.Ansi.OFF)).append("```\n");
        command.getSubcommands().values().forEach(sub -> append(sub, text));
    }
}
