package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.internal.SafeFiles;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A whole mesh in one directory, each member in a directory of its own that can be copied to another machine as it is:
 *
 * <pre>
 * owner/           owner.pem, owner.key
 * broker/          mesh.yaml, trust.yaml, owner.pem, identity/key.pem, identity/chain.pem
 * requester/       the same
 * node-1/ ...      the same, and node.yaml, models/; another kind of key, with tpm/ for an emulated one, if chosen
 * </pre>
 *
 * @param directory the mesh's directory
 * @param nodes number of nodes, 1 to {@link MeshPlan#NODES_MAX}
 */
public record MeshHome(Path directory, int nodes) {
    /** The file in a node's directory with the settings of its components. */
    public static final String NODE_FILE = NodeSettings.FILE_NAME;

    /** The directory in a node's directory with the model packages that it serves. */
    public static final String MODELS_DIRECTORY = NodeSettings.MODELS_DIRECTORY;

    private static final String OWNER = "owner";
    private static final String BROKER = "broker";
    private static final String REQUESTER = "requester";
    /** Unless more are demanded. */
    private static final int WITNESSES_ASKED = 2;

    private static final String NODE_PREFIX = "node-";
    /**
     * Makes {@code directory} and everything in it, or nothing at all. All keys are software keys.
     *
     * @param random for keys, challenges and serial numbers: a {@link java.security.SecureRandom}
     * @throws java.nio.file.FileAlreadyExistsException if the directory exists and is not empty
     * @throws ProvisioningException if a key can't be written
     */
    public static MeshHome create(Path directory, MeshPlan plan, Clock clock, RandomGenerator random)
            throws IOException, ProvisioningException {
        return create(directory, plan, NodeKeys.FILES, clock, random);
    }

    /**
     * The same with nodes' keys of another kind. Their certificates claim what their evidence shows to an owner who
     * trusts no chip maker yet.
     *
     * @throws ProvisioningException if a key can't be made
     */
    public static MeshHome create(Path directory, MeshPlan plan, NodeKeys nodeKeys, Clock clock, RandomGenerator random)
            throws IOException, ProvisioningException {
        SafeFiles.createDirectory(directory, partial -> {
            MeshHome home = new MeshHome(partial, plan.nodes());
            OwnerAuthority owner = OwnerAuthority.create(home.owner(), plan.owner(), clock, random);
            addMember(home.broker(), plan, owner, newKey(home.broker()), r -> owner.issueBroker(r, plan.brokerHosts()));
            addMember(
                    home.requester(),
                    plan,
                    owner,
                    newKey(home.requester()),
                    r -> owner.issueRequester(r, Assurance.SOFTWARE));
            KeyInspection inspection = new KeyInspection(TrustPolicy.of(List.of(owner.certificate())), random);
            for (int i = 1; i <= plan.nodes(); i++) {
                Path node = home.node(i);
                Files.createDirectories(node.resolve(Credentials.KEY_FILE).getParent());
                try (NodeKeys.NodeKey key = nodeKeys.create(i, node, random)) {
                    Assurance shown = inspection.requireAcceptable(key.key()).assurance();
                    addMember(node, plan, owner, key.key(), r -> owner.issueNode(r, shown));
                    addNodeSettings(i, node, plan, key.section());
                }
            }
        });
        return new MeshHome(directory, plan.nodes());
    }

    /**
     * Finds the mesh in {@code directory}; does not look into the members' files.
     *
     * @throws ProvisioningException if there is none
     */
    public static MeshHome open(Path directory) throws ProvisioningException {
        int nodes = 0;
        while (nodes < MeshPlan.NODES_MAX && Files.isDirectory(directory.resolve(NODE_PREFIX + (nodes + 1)))) {
            nodes++;
        }
        MeshHome home = new MeshHome(directory, nodes);
        if (nodes == 0 || !Files.isDirectory(home.broker())) {
            throw ProvisioningException.in(directory, "holds no mesh; 'signet mesh create' makes one");
        }
        return home;
    }

    private static HardwareKey newKey(Path home) throws IOException, ProvisioningException {
        Path file = home.resolve(Credentials.KEY_FILE);
        Files.createDirectories(file.getParent());
        return Credentials.createKey(file);
    }

    private static void addMember(
            Path home,
            MeshPlan plan,
            OwnerAuthority owner,
            HardwareKey key,
            Function<CertificateRequest, List<X509Certificate>> issue)
            throws IOException, ProvisioningException {
        Path keyFile = home.resolve(Credentials.KEY_FILE);
        Path chainFile = home.resolve(Credentials.CHAIN_FILE);
        Path ownerFile = home.resolve(OwnerAuthority.CERTIFICATE_FILE);
        Path trustFile = home.resolve(TrustPolicyFile.FILE_NAME);
        Certificates.write(chainFile, issue.apply(CertificateRequest.of(key)));
        Certificates.write(ownerFile, List.of(owner.certificate()));
        TrustPolicy policy = TrustPolicy.of(List.of(owner.certificate())).withWitnesses(plan.witnesses());
        new TrustPolicyFile(List.of(ownerFile), policy, plan.publishers()).write(trustFile);
        URI broker = URI.create("mqtts://" + uriHost(plan.brokerHosts().get(0)) + ":" + plan.brokerPort());
        new MeshProfile(plan.mesh(), List.of(broker), keyFile, chainFile, trustFile)
                .write(home.resolve(MeshProfile.FILE_NAME));
    }

    private static void addNodeSettings(int number, Path home, MeshPlan plan, String keySection) throws IOException {
        OptionalInt port = plan.gatewayPorts().isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(plan.gatewayPorts().get(number - 1));
        new NodeSettings(keySection, plan.publishers(), Math.max(WITNESSES_ASKED, plan.witnesses()), port).write(home);
    }

    private static String uriHost(String host) {
        return host.contains(":") ? "[" + host + "]" : host; // an IPv6 address
    }

    /** The owner's directory: whoever reads it can add members. */
    public Path owner() {
        return directory.resolve(OWNER);
    }

    /** The broker's directory. */
    public Path broker() {
        return directory.resolve(BROKER);
    }

    /** The requester's directory. */
    public Path requester() {
        return directory.resolve(REQUESTER);
    }

    /** The directory of node {@code number}, counted from 1. */
    public Path node(int number) {
        return directory.resolve(NODE_PREFIX + number);
    }

    /** The directories of all nodes. */
    public List<Path> nodeDirectories() {
        return IntStream.rangeClosed(1, nodes).mapToObj(this::node).toList();
    }
}
