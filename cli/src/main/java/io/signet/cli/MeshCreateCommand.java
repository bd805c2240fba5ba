package io.signet.cli;

import io.signet.inference.model.PublisherKey;
import io.signet.meter.MeterDigits;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lays out a whole mesh on this machine. */
@Command(
        name = "create",
        description = {
            "Makes a directory with a whole mesh: an owner, a broker, nodes and a requester, each with its own key and"
                    + " certificate. A member's directory can be copied to another machine as it is.",
            "The keys of broker and requester are files: whoever can read them can use them. Those of the nodes are in"
                    + " emulated TPMs where swtpm is installed: used as chips are, but safe from nobody who can read"
                    + " files. On a token they are safe."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({
    "signet mesh create my-mesh",
    "signet mesh create farm --nodes 5 --broker-host broker.farm.example --broker-port 8883",
    "signet mesh create plant --nodes 1 --key 'pkcs11:token=plant;object=node?module-path=/usr/lib/libckteec.so.0&pin-source=file:/etc/signet/pin'"
})
final class MeshCreateCommand implements Callable<Integer> {
    private static final String GATEWAY_PORT = "--gateway-port";

    private final Environment environment;

    @Parameters(paramLabel = "DIR", description = "Where to make it: a new or an empty directory.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path directory;

    @Option(names = "--nodes", paramLabel = "N", description = "Number of nodes, 1 to 64 (${DEFAULT-VALUE}).")
    private int nodes = 3;

    @Option(names = "--name", paramLabel = "NAME", description = "The mesh's name, of a-z, 0-9, - (${DEFAULT-VALUE}).")
    private String name = "demo";

    @Option(names = "--owner", paramLabel = "NAME", description = "The owner's name (${DEFAULT-VALUE}).")
    private String owner = "local owner";

    @Option(
            names = "--broker-port",
            paramLabel = "PORT",
            description = "The TCP port of the broker (${DEFAULT-VALUE}).")
    private int brokerPort = 8_883;

    @Option(
            names = "--broker-host",
            paramLabel = "HOST",
            description =
                    "A name or address of the broker; members call the first. May be repeated. Without it the mesh"
                            + " stays on this machine.")
    private List<String> brokerHosts = new ArrayList<>();

    @Option(
            names = "--publisher",
            paramLabel = "HEX",
            converter = PublisherKeyConverter.class,
            description = "The public key of a publisher whose model packages the nodes shall run, as 64 hexadecimal"
                    + " digits. May be repeated.")
    private Set<PublisherKey> publishers = new LinkedHashSet<>();

    @Option(
            names = "--without-model",
            description =
                    "Do not give the nodes the model that comes with Signet, meter-digits, nor trust its publisher.")
    private boolean withoutModel;

    @Option(
            names = "--witnesses",
            paramLabel = "N",
            description = "How many other nodes must have cosigned a node's log before the members believe an answer,"
                    + " 0 to 8 and fewer than there are nodes (${DEFAULT-VALUE}).")
    private int witnesses;

    @Option(
            names = GATEWAY_PORT,
            paramLabel = "PORT",
            description =
                    "The TCP port of the first node's gateway, where apps call it over HTTPS; each further node has the"
                            + " next (${DEFAULT-VALUE}). 0 for no gateways. If not given, the broker's port is left out.")
    private int gatewayPort = 8_643;

    @Mixin
    private final NodeKeyOption key = new NodeKeyOption();

    @Option(names = "--json", description = "Print what was made as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    MeshCreateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, ProvisioningException, CliException {
        MeshPlan plan = plan();
        List<String> notes = new ArrayList<>();
        NodeKeys keys = key.choose(environment, directory, plan.nodes(), notes::add);
        MeshHome home;
        try {
            home = MeshHome.create(directory, plan, keys, environment.clock(), environment.random());
        } catch (FileAlreadyExistsException e) {
            throw new CliException(ExitCode.CANNOT_CREATE, directory + " is in use: name a new or an empty directory");
        }
        if (!withoutModel) {
            for (Path node : home.nodeDirectories()) {
                DemoMesh.installModel(node);
            }
        }
        notes.forEach(spec.commandLine().getErr()::println);
        PrintWriter out = spec.commandLine().getOut();
        List<Member> members = members(home);
        if (json) {
            printJson(out, home, plan, members);
        } else {
            print(out, home, plan, members);
        }
        return ExitCode.OK.code();
    }

    private MeshPlan plan() {
        List<String> hosts = brokerHosts.isEmpty() ? List.of("localhost", "127.0.0.1") : brokerHosts;
        Set<Bytes> accepted = publishers.stream().map(PublisherKey::value).collect(Collectors.toSet());
        if (!withoutModel) {
            accepted.add(Bytes.fromHex(MeterDigits.publisher()));
        }
        try {
            return new MeshPlan(name, owner, nodes, brokerPort, hosts, accepted, witnesses)
                    .withGatewayPorts(gatewayPorts());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Integer> gatewayPorts() {
        if (gatewayPort == 0) {
            return List.of();
        }
        // who chose only the broker's port must not have to know which ports gateways have by default
        boolean chosen = spec.commandLine().getParseResult().hasMatchedOption(GATEWAY_PORT);
        return IntStream.iterate(gatewayPort, port -> port + 1)
                .filter(port -> chosen || port != brokerPort)
                .limit(nodes)
                .boxed()
                .toList();
    }

    private record Member(String role, String id, Path home) {}

    private static List<Member> members(MeshHome home) throws ProvisioningException {
        List<Member> members = new ArrayList<>();
        members.add(member("broker", home.broker()));
        for (Path node : home.nodeDirectories()) {
            members.add(member("node", node));
        }
        members.add(member("requester", home.requester()));
        return members;
    }

    private static Member member(String role, Path home) throws ProvisioningException {
        X509Certificate leaf =
                Certificates.read(home.resolve(Credentials.CHAIN_FILE)).get(0);
        return new Member(role, NodeId.of(leaf.getPublicKey()).toHex(), home);
    }

    private static void print(PrintWriter out, MeshHome home, MeshPlan plan, List<Member> members) {
        out.println("Made the mesh '" + plan.mesh() + "' of " + Printable.of(plan.owner()) + ":");
        Table table = new Table(Table.Column.left("role"), Table.Column.left("id"), Table.Column.left("directory"));
        members.forEach(member -> table.row(member.role(), member.id(), member.home()));
        table.print(out);
        out.println("Who trusts " + home.owner().resolve("owner.pem") + " trusts these nodes. Keep "
                + home.owner().resolve("owner.key") + " to yourself.");
    }

    private static void printJson(PrintWriter out, MeshHome home, MeshPlan plan, List<Member> members) {
        List<Map<String, String>> list = new ArrayList<>();
        for (Member member : members) {
            Map<String, String> entry = new LinkedHashMap<>();
            entry.put("role", member.role());
            entry.put("id", member.id());
            entry.put("directory", member.home().toString());
            list.add(entry);
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("mesh", plan.mesh());
        object.put("owner", plan.owner());
        object.put("directory", home.directory().toString());
        object.put("members", list);
        Json.print(out, object);
    }
}
