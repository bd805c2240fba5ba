package io.signet.cli;

import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code signet} itself: what all commands have in common. */
@Command(
        name = "signet",
        description = "Runs and checks a mesh of machines that prove every answer they give.",
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            InferCommand.class,
            VerifyCommand.class,
            MeshCommand.class,
            BrokerCommand.class,
            NodeCommand.class,
            OwnerCommand.class,
            RegistrarCommand.class,
            ProvisionCommand.class,
            ReleaseCommand.class,
            LogCommand.class,
            AuditCommand.class,
            ChallengeCommand.class,
            ModelCommand.class,
            SimulateCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
@Exits({ExitCode.OK})
@Examples({"signet demo", "signet verify answer.receipt", "signet help mesh create"})
final class SignetCommand implements Runnable {
    private static final int WIDTH_CHARS = 100;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** The whole command line, printing to {@code out} and {@code err}. */
    static CommandLine commandLine(Environment environment, PrintWriter out, PrintWriter err) {
        CommandLine command = new CommandLine(SignetCommand.class, new Factory(environment));
        decorate(command);
        command.setOut(out)
                .setErr(err)
                .setUsageHelpWidth(WIDTH_CHARS)
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false);
        return command;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** Gives every command its help option, exit codes and examples, all in the same form. */
    private static void decorate(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        Class<?> type = spec.userObject().getClass();
        if (spec.root() == spec) {
            spec.mixinStandardHelpOptions(true);
        } else if (type != HelpCommand.class) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help and exit.")
                    .build());
        }
        usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes(type.getAnnotation(Exits.class)));
        usage.optionListHeading("%nOptions:%n")
                .parameterListHeading("%nParameters:%n")
                .commandListHeading("%nCommands:%n")
                .descriptionHeading("%n");
        Examples examples = type.getAnnotation(Examples.class);
        if (examples != null) {
            List<String> footer = new ArrayList<>();
            for (String example : examples.value()) {
                footer.add("  " + example);
            }
            usage.footerHeading("%nExamples:%n").footer(footer.toArray(String[]::new));
        }
        command.getSubcommands().values().forEach(SignetCommand::decorate);
    }

    private static Map<String, String> exitCodes(Exits exits) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            boolean every = code == ExitCode.OK || code == ExitCode.USAGE || code == ExitCode.INTERNAL;
            if (every || (exits != null && List.of(exits.value()).contains(code))) {
                codes.put(Integer.toString(code.code()), code.meaning());
            }
        }
        return codes;
    }

    /** Makes commands that want the environment with it, and everything else as picocli does. */
    private record Factory(Environment environment) implements IFactory {
        @Override
        public <K> K create(Class<K> type) throws Exception {
            for (Constructor<?> constructor : type.getDeclaredConstructors()) {
                if (List.of(constructor.getParameterTypes()).equals(List.of(Environment.class))) {
                    return type.cast(constructor.newInstance(environment));
                }
            }
            return CommandLine.defaultFactory().create(type);
        }
    }
}
