package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MemberHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the directory of a broker or a requester. */
@Command(
        name = "member",
        description =
                "Makes the directory of a broker or of a requester of the owner's mesh. Its key is made here; the running"
                        + " registrar certifies it. The broker is called by the names that registrar.yaml has for it.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE})
@Examples({
    "signet owner member broker my-broker --home my-owner",
    "signet owner member requester me --home my-owner --mesh farm"
})
final class OwnerMemberCommand implements Callable<Integer> {
    private static final List<String> ROLES = List.of("broker", "requester");

    @Parameters(index = "0", paramLabel = "ROLE", description = "broker or requester.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String role;

    @Parameters(index = "1", paramLabel = "DIR", description = "Where to make it: a new or an empty directory.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path directory;

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--mesh", paramLabel = "NAME", description = "Which mesh of registrar.yaml; by default the first.")
    private String mesh = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        if (!ROLES.contains(role)) {
            throw new ParameterException(spec.commandLine(), "ROLE is broker or requester, not " + role);
        }
        try (MemberHome member = MemberHome.begin(directory)) {
            String request = Base64.getEncoder()
                    .encodeToString(member.request().encoded().toArray());
            Map<String, Object> said = owner.ask("member", Map.of("role", role, "mesh", mesh, "request", request));
            member.complete(certified(said));
            spec.commandLine()
                    .getOut()
                    .println("Made the " + role + " of mesh '" + Answers.text(said, "mesh") + "' in " + directory
                            + ("broker".equals(role) ? ". Next: signet broker run --home " + directory : "."));
            return ExitCode.OK.code();
        } catch (FileAlreadyExistsException e) {
            throw new CliException(ExitCode.CANNOT_CREATE, directory + " is in use: name a new or an empty directory");
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.DATA, "the registrar's answer can't be used: " + e.getMessage());
        }
    }

    /** As the registrar sent it: PEM and YAML have line ends, which texts for a terminal have not. */
    private static MemberHome.Certified certified(Map<String, Object> said) {
        Map<String, String> files = new HashMap<>();
        if (said.get("files") instanceof Map<?, ?> sent) {
            sent.forEach((name, text) -> files.put(name.toString(), text.toString()));
        }
        List<URI> brokers = said.get("brokers") instanceof List<?> list
                ? list.stream().map(broker -> URI.create(broker.toString())).toList()
                : List.of();
        return new MemberHome.Certified(
                said.getOrDefault("chain", "").toString(), Answers.text(said, "mesh"), brokers, files);
    }
}
