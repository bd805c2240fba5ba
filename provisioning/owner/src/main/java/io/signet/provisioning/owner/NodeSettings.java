package io.signet.provisioning.owner;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.internal.SafeFiles;
import io.signet.provisioning.internal.Yaml;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a new node's components are configured with: its {@code node.yaml}. The launcher and the components' metatypes say what
 * else there is.
 *
 * @param keySection the section that names its key; empty if the TPM that is there needs none
 * @param publishers raw Ed25519 keys whose model packages it runs
 * @param witnessesAsked how many others are asked to cosign its log
 * @param gatewayPort the TCP port of its gateway, if it has one
 */
public record NodeSettings(String keySection, Set<Bytes> publishers, int witnessesAsked, OptionalInt gatewayPort) {
    /** The file in a node's home. */
    public static final String FILE_NAME = "node.yaml";

    /** Where a node's home has its model packages. */
    public static final String MODELS_DIRECTORY = "models";

    private static final int GATEWAY_PORT = 8643;

    public NodeSettings {
        publishers = Set.copyOf(publishers);
    }

    /** Writes the file into {@code home}, atomically, and makes the directory of models. */
    public void write(Path home) throws IOException {
        Files.createDirectories(home.resolve(MODELS_DIRECTORY));
        String keys = new TreeSet<>(publishers)
                .stream().map(key -> Yaml.quoted(key.toHex())).collect(Collectors.joining(", "));
        String off = gatewayPort.isPresent() ? "" : "#";
        SafeFiles.write(
                home.resolve(FILE_NAME),
                """
                # What this node is made of. Paths are relative to this file.
                %slog:
                  directory: log
                #log-server: # shows the log to everyone over HTTP; see docs/protocol.md, "Tiles"
                #  port: 8640
                #  identity.file: identity/chain.pem # and tell the others where: mesh, log.address
                witness: # what it saw of the other nodes' logs; whoever loses this may sign for a second history
                  directory: witness
                inference:
                  models.directory: %s
                  cache.directory: cache
                  publishers: [%s] # whose model packages it runs
                mesh:
                  profile.file: %s
                  witnesses: %d # how many others are asked to cosign this node's log
                  #log.address: http://HOST:8640/ # where everyone can read this node's log
                  #gateway.address: HOST:8643 # where the others reach its gateway and fetch its model packages
                %sgateway: # answers apps over HTTPS; see docs/gateway.md
                %s  profile.file: %s
                %s  port: %d
                logging:
                  root: info
                """
                        .formatted(
                                keySection,
                                MODELS_DIRECTORY,
                                keys,
                                MeshProfile.FILE_NAME,
                                witnessesAsked,
                                off,
                                off,
                                MeshProfile.FILE_NAME,
                                off,
                                gatewayPort.orElse(GATEWAY_PORT)));
    }
}
