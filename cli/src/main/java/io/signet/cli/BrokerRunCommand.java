package io.signet.cli;

import io.signet.broker.EmbeddedBroker;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the embedded broker in a process of its own, until this one is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs the broker of one mesh in the foreground: MQTT 5 over TLS 1.3, for members of the mesh's owners only,"
                    + " topics by certificate. Stops on Ctrl-C or SIGTERM.",
            "It keeps nothing: members say again what is to be known when they come back."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.CANNOT_CREATE, ExitCode.INTERRUPTED})
@Examples({"signet broker run --home my-mesh/broker", "signet broker run --home farm/broker --bind 192.0.2.7"})
final class BrokerRunCommand implements Callable<Integer> {
    private static final String MAIN_CLASS = "io.signet.broker.BrokerMain";
    private static final String READY = "ready ";

    private final Environment environment;

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "The broker's directory, as 'signet mesh create' makes it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description =
                    "The address to listen on. By default this machine only if the mesh calls its broker by a name"
                            + " of this machine only, such as localhost; else all addresses.")
    private Optional<String> bind = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The TCP port, 0 for any free one. By default that of the mesh's first broker.")
    private Optional<Integer> port = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    BrokerRunCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        if (port.isPresent() && (port.get() < 0 || port.get() > 65_535)) {
            throw new ParameterException(spec.commandLine(), "--port is 0 to 65535, not " + port.get());
        }
        Path classes = environment.built("the broker", "kura-bundles/broker/target/lib");
        MeshProfile profile = MeshProfile.read(home.resolve(MeshProfile.FILE_NAME));
        TrustPolicyFile trust = TrustPolicyFile.read(profile.trust());
        Path data = Files.createDirectories(home.resolve("data"));
        Path owners = data.resolve("owners.pem");
        Certificates.write(owners, trust.policy().owners());
        URI address = profile.brokers().get(0);
        String bindAddress = bind.orElse(isThisMachineOnly(address.getHost()) ? "127.0.0.1" : "0.0.0.0");
        List<String> arguments = List.of(
                "--mesh",
                profile.mesh(),
                "--chain",
                profile.chain().toString(),
                "--key",
                profile.key().toString(),
                "--owners",
                owners.toString(),
                "--data",
                data.toString(),
                "--bind",
                bindAddress,
                "--port",
                Integer.toString(port.orElse(address.getPort())),
                "--until-stdin-closes"); // so that it never outlives this process, whatever ends it
        PrintWriter out = spec.commandLine().getOut();
        int code = new JavaProcess(EmbeddedBroker.JVM_OPTIONS, classes, MAIN_CLASS, arguments).run(line -> {
            OptionalInt listening = readyPort(line);
            if (listening.isPresent()) {
                out.println("The broker of mesh '" + profile.mesh() + "' listens on " + bindAddress + ":"
                        + listening.getAsInt() + ". Ctrl-C stops it.");
            }
        });
        if (code != 0) {
            throw new CliException(
                    ExitCode.UNAVAILABLE, "the broker ended with status " + code + "; it says why above");
        }
        return ExitCode.OK.code();
    }

    private static OptionalInt readyPort(String line) {
        if (!line.startsWith(READY)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(line.substring(READY.length())));
    }

    private static boolean isThisMachineOnly(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // a name that others may know
        }
    }
}
