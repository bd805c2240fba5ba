package io.signet.cli;

import io.signet.attestation.TamperedLogException;
import io.signet.log.http.LogServer;
import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a log over HTTP until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Shows the log in a directory to everyone over HTTP, read only: heads, tiles, statements and receipts, as"
                    + " docs/protocol.md describes. The node may go on writing to it. Needs no key.",
            "Stops on Ctrl-C or SIGTERM."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.UNAVAILABLE, ExitCode.INTERRUPTED})
@Examples({"signet log serve my-mesh/node-1", "signet log serve /backup/log --identity chain.pem --port 8080"})
final class LogServeCommand implements Callable<Integer> {
    private static final int PORT = 8640;

    private final Environment environment;

    @Parameters(paramLabel = "DIR", description = "The log's directory, or its node's.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path directory;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "The address to listen on. By default this machine only.")
    private String bind = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The TCP port, 0 for any free one. By default " + PORT + ".")
    private int port = PORT;

    @Option(names = "--identity", paramLabel = "FILE", description = LogPlace.IDENTITY_HELP)
    private Optional<Path> identity = Optional.empty();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    LogServeCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ParameterException(spec.commandLine(), "--port is 0 to 65535, not " + port);
        }
        LogPlace place;
        try {
            place = LogPlace.ofDirectory(directory, identity, environment);
        } catch (TamperedLogException e) {
            throw new CliException(ExitCode.DATA, directory + ": " + e.getMessage());
        }
        try (LogServer server = start(place)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("The log of node " + place.log().head().node() + " is shown at http://" + bind + ":"
                    + server.port() + "/checkpoint. Ctrl-C stops it.");
            out.flush();
            new CountDownLatch(1).await();
        }
        return ExitCode.OK.code();
    }

    private LogServer start(LogPlace place) throws CliException {
        try {
            return LogServer.start(new InetSocketAddress(bind, port), place.log(), place.identity());
        } catch (IOException e) {
            throw new CliException(ExitCode.UNAVAILABLE, e.getMessage());
        }
    }
}
