package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.registrar.BookException;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the registrar in this process, until it is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs the registrar in the foreground: EST over TLS 1.3 (RFC 7030) and over CoAP and DTLS (RFC 9148) for nodes,"
                    + " the owner's page, and what 'signet owner' asks."
                    + " What it knows is in the directory, and survives any end of the process.",
            "Stops on Ctrl-C or SIGTERM."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({
    "signet registrar run --home my-owner",
    "signet registrar run --home plant --bind 0.0.0.0 --passphrase-file /etc/signet/passphrase"
})
final class RegistrarRunCommand implements Callable<Integer> {
    private static final int PORT = 8644;

    private final Environment environment;

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "The owner's directory, as 'signet owner init' makes it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen on. By default this machine only.")
    private String bind = "127.0.0.1";

    @Option(names = "--port", paramLabel = "PORT", description = "The TCP port, 0 for any free one (${DEFAULT-VALUE}).")
    private int port = PORT;

    @Option(
            names = "--coap-port",
            paramLabel = "PORT",
            description = "The UDP port of EST over CoAP, 0 for any free one. By default that of --port.")
    private OptionalInt coapPort = OptionalInt.empty();

    @Option(names = "--no-coap", description = "HTTPS only.")
    private boolean withoutCoap;

    @Option(
            names = "--no-announce",
            description =
                    "Don't tell the local network where the registrar is (multicast DNS); nodes need its address.")
    private boolean silent;

    @Mixin
    private final PassphraseOption passphrase = new PassphraseOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    RegistrarRunCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, InterruptedException {
        int udp = coapPort.orElse(port);
        requirePort("--port", port);
        requirePort("--coap-port", udp);
        InetAddress address;
        try {
            address = InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new ParameterException(spec.commandLine(), "--bind: there is no address " + bind, e);
        }
        try (RegistrarService service = start(address, udp)) {
            Thread closer = new Thread(service::close, "signet-registrar-stop");
            Runtime.getRuntime().addShutdownHook(closer);
            if (!silent) {
                announce(service);
            }
            PrintWriter out = spec.commandLine().getOut();
            String coap = service.coapPort().isPresent()
                    ? ", and over CoAP at UDP port " + service.coapPort().getAsInt()
                    : "";
            out.println("ready: nodes enrol at " + service.url() + coap + ". Ctrl-C stops it.");
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.OK.code();
    }

    private static void announce(RegistrarService service) throws CliException {
        try {
            service.announce();
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, "this machine's addresses can't be told: " + e.getMessage());
        }
    }

    private void requirePort(String option, int value) {
        if (value < 0 || value > 65_535) {
            throw new ParameterException(spec.commandLine(), option + " is 0 to 65535, not " + value);
        }
    }

    private RegistrarService start(InetAddress address, int udp) throws CliException, ProvisioningException {
        char[] secret = passphrase.read();
        try {
            return RegistrarService.start(
                    new RegistrarHome(home),
                    secret,
                    new InetSocketAddress(address, port),
                    withoutCoap ? Optional.empty() : Optional.of(new InetSocketAddress(address, udp)),
                    environment.clock(),
                    environment.random());
        } catch (BookException | IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        } finally {
            Arrays.fill(secret, '\0');
        }
    }
}
