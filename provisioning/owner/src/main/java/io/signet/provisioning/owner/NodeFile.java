package io.signet.provisioning.owner;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.internal.SafeFiles;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the one configuration file of a node, {@code node.yaml}, as a person would want to find it. */
final class NodeFile {
    private static final String NAME = "node.yaml";
    private static final String MODELS = "models";

    private NodeFile() {}

    /** Writes the file to {@code home}, and makes the directory for models. */
    static void write(Path home, Set<Bytes> publishers) throws IOException {
        Files.createDirectories(home.resolve(MODELS));
        String keys = publishers.stream().map(Bytes::toHex).sorted().collect(Collectors.joining(", "));
        SafeFiles.write(
                home.resolve(NAME),
                """
                # One node: a section for each component. Keys that end in .file or .directory are paths relative to
                # this file. A change takes effect at once, without a restart.
                key:
                  key.file: %s
                  software.allowed: true     # a key in a file proves no hardware; answers say so
                log:
                  directory: log
                inference:
                  models.directory: %s
                  cache.directory: cache
                  publishers: [%s]           # whose model packages are run (Ed25519 keys)
                tensorflow: {}
                mesh:
                  profile.file: %s
                  tasks.max: 32              # tasks held at once; a further one is refused as busy
                logging:
                  root: info                 # error, warn, info, debug, trace; also by logger: io.signet.mesh: debug
                """
                        .formatted(Credentials.KEY_FILE, MODELS, keys, MeshProfile.FILE_NAME));
    }
}
