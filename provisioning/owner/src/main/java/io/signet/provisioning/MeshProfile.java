package io.signet.provisioning;

import io.signet.provisioning.internal.SafeFiles;
import io.signet.provisioning.internal.Yaml;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a member needs to know of its mesh: the file {@code mesh.yaml}.
 *
 * <pre>
 * mesh: demo                           # [a-z0-9-], 1 to 32 characters
 * brokers: [mqtts://localhost:8883]    # 1 to 8, tried in this order
 * identity:
 *   key: identity/key.pem              # paths are relative to this file
 *   chain: identity/chain.pem
 * trust: trust.yaml
 * witnesses: [0123456789abcdef0123456789abcdef] # optional: node ids, the first preferred, at most 64
 * </pre>
 *
 * @param mesh the mesh's name
 * @param brokers {@code mqtts} addresses with host and port, the first is tried first
 * @param key the identity key's file; of a node whose key is elsewhere there is none, and its {@code node.yaml} says where
 * @param chain the identity's certificates, leaf first
 * @param trust the trust policy
 * @param witnesses whom a node asks to witness its log; empty to choose among the nodes online
 */
public record MeshProfile(String mesh, List<URI> brokers, Path key, Path chain, Path trust, List<NodeId> witnesses) {
    /** The name of the file in a member's directory. */
    public static final String FILE_NAME = "mesh.yaml";

    /** Most witnesses that a profile names. */
    public static final int WITNESSES_MAX = 64;

    /** Most brokers of a mesh. */
    public static final int BROKERS_MAX = 8;

    private static final Pattern MESH = Pattern.compile("[a-z0-9-]{1,32}");

    public MeshProfile {
        requireMeshName(mesh);
        if (brokers.isEmpty() || brokers.size() > BROKERS_MAX) {
            throw new IllegalArgumentException("a mesh has 1 to " + BROKERS_MAX + " brokers, not " + brokers.size());
        }
        brokers = List.copyOf(brokers);
        brokers.forEach(MeshProfile::requireBroker);
        witnesses = List.copyOf(witnesses);
        if (witnesses.size() > WITNESSES_MAX) {
            throw new IllegalArgumentException(
                    "a profile names at most " + WITNESSES_MAX + " witnesses, not " + witnesses.size());
        }
    }

    /** A profile whose witnesses are chosen among the nodes online; the arguments are as in the record. */
    public MeshProfile(String mesh, List<URI> brokers, Path key, Path chain, Path trust) {
        this(mesh, brokers, key, chain, trust, List.of());
    }

    /**
     * Returns {@code name}.
     *
     * @throws IllegalArgumentException if a mesh can't have that name
     */
    public static String requireMeshName(String name) {
        if (!MESH.matcher(name).matches()) {
            throw new IllegalArgumentException("a mesh's name is 1 to 32 of a-z, 0-9 and '-'");
        }
        return name;
    }

    /**
     * Reads {@code file}; does not look at the files that it names.
     *
     * @throws ProvisioningException if it is missing or wrong in any way
     */
    public static MeshProfile read(Path file) throws ProvisioningException {
        Settings settings = Settings.read(file);
        String mesh = settings.parsed("mesh", 64, MeshProfile::requireMeshName);
        List<URI> brokers = settings.parsedList("brokers", 512, text -> requireBroker(URI.create(text)));
        if (brokers.isEmpty() || brokers.size() > BROKERS_MAX) {
            throw settings.wrong("brokers", "expected a list of 1 to " + BROKERS_MAX + " addresses");
        }
        Settings identity = settings.section("identity");
        Path key = identity.path("key");
        Path chain = identity.path("chain");
        identity.requireNothingElse();
        Path trust = settings.path("trust");
        List<NodeId> witnesses =
                settings.has("witnesses") ? settings.parsedList("witnesses", 64, NodeId::fromHex) : List.of();
        if (witnesses.size() > WITNESSES_MAX) {
            throw settings.wrong("witnesses", "expected a list of at most " + WITNESSES_MAX + " node ids");
        }
        settings.requireNothingElse();
        return new MeshProfile(mesh, brokers, key, chain, trust, witnesses);
    }

    /** Writes this profile to {@code file}, atomically, with paths relative to it. */
    public void write(Path file) throws IOException {
        String text =
                """
                # What a member needs to know of its mesh. Paths are relative to this file.
                mesh: %s
                brokers: [%s]
                identity:
                  key: %s
                  chain: %s
                trust: %s
                """
                        .formatted(
                                mesh,
                                String.join(
                                        ", ",
                                        brokers.stream()
                                                .map(URI::toString)
                                                .map(Yaml::quoted)
                                                .toList()),
                                Yaml.relative(file, key),
                                Yaml.relative(file, chain),
                                Yaml.relative(file, trust));
        String list = witnesses.stream().map(id -> Yaml.quoted(id.toHex())).collect(Collectors.joining(", "));
        SafeFiles.write(file, witnesses.isEmpty() ? text : text + "witnesses: [" + list + "]\n");
    }

    private static URI requireBroker(URI broker) {
        if (!"mqtts".equals(broker.getScheme())
                || broker.getHost() == null
                || broker.getPort() < 1
                || broker.getPort() > 65_535
                || broker.getUserInfo() != null
                || !broker.getRawPath().isEmpty()
                || broker.getRawQuery() != null
                || broker.getRawFragment() != null) {
            throw new IllegalArgumentException("a broker's address is mqtts://HOST:PORT");
        }
        return broker;
    }
}
