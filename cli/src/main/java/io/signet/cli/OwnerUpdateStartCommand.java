package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Begins to bring a release to nodes. */
@Command(
        name = "start",
        description = {
            "Brings a release to nodes, group by group: the next group gets it when enough nodes of the last one run it"
                    + " well, and no other node gets it when it failed on too many. A node on which it does not come up"
                    + " goes back by itself.",
            "The release lies in the directory 'releases' of the owner's directory, and was signed by enough of those"
                    + " whom the trusted root names."
        })
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({
    "signet owner update start node-12 --stages canary,default --home my-owner",
    "signet owner update start node-12 --stages canary,north,south --healthy 100 --wait 8h --home my-owner"
})
final class OwnerUpdateStartCommand extends OwnerQueryCommand {
    @Parameters(paramLabel = "RELEASE", description = "The release's file name in 'releases'.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String release;

    @Option(
            names = "--stages",
            required = true,
            split = ",",
            paramLabel = "GROUP",
            description = "The groups that get it, in this order.")
    private List<String> stages = new ArrayList<>();

    @Option(
            names = "--healthy",
            paramLabel = "PERCENT",
            description =
                    "How many of a group's nodes must run it well before the next group gets it; it is halted when"
                            + " so many failed that this can't come true (${DEFAULT-VALUE}).")
    private int healthy = 90;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long each group is watched at least: 90s, 10m or 8h (10m).")
    private Duration wait = Duration.ofMinutes(10);

    @Override
    Map<String, Object> ask(OwnerOptions registrar)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        return registrar.ask(
                "update-start",
                Map.of("release", release, "stages", stages, "healthy", healthy, "wait", wait.toSeconds()));
    }

    @Override
    void print(Map<String, Object> answer, PrintWriter out) {
        out.println(Answers.text(answer, "release") + " goes to group '" + Answers.text(answer, "stage") + "'");
        out.println("Next: signet owner update status");
    }
}
