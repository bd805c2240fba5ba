package io.signet.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names the requester as whom a command joins a mesh. */
final class RequesterOption {
    @Option(
            names = "--mesh",
            required = true,
            paramLabel = "PROFILE",
            description = "The mesh.yaml of a requester, or the directory that holds it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path profile;

    /** The profile's file, or its directory. */
    Path profile() {
        return profile;
    }
}
