package io.signet.cli;

import io.signet.meter.MeterDigits;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.simulator.FreePorts;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What the owner does in the demo, as he would do it: by his commands and files.
 *
 * @param mesh where all of it is
 * @param story is told what he does
 */
record ProvisionedOwner(ProvisionedMesh mesh, Story story) {
    private static final int PASSPHRASE_BYTES = 16;
    private static final String GROUP = "meters";

    /** His directory. */
    Path home() {
        return mesh.path("owner");
    }

    /** Where his passphrase is. */
    Path passphrase() {
        return mesh.path("passphrase");
    }

    /** Runs one of his commands. */
    String owner(String command, Object... more) throws CliException {
        List<Object> arguments = new ArrayList<>(List.of("owner", command));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--home", home(), "--passphrase-file", passphrase()));
        return mesh.signet(arguments.toArray());
    }

    /** Makes him, what nodes are to do, and starts his registrar. */
    void begin(Assurance minimal, RandomGenerator random)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        story.tell("You become an owner: what you certify is yours. A passphrase locks your key.");
        story.add("$ signet owner init owner --name Demo");
        byte[] secret = new byte[PASSPHRASE_BYTES];
        random.nextBytes(secret);
        OwnerOnlyFile.create(
                passphrase(), (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.US_ASCII));
        mesh.signet(
                "owner",
                "init",
                home(),
                "--name=Demo",
                "--minimal-assurance=" + minimal.label(),
                "--passphrase-file",
                passphrase());
        story.tell("You say what nodes are for: reading meters. The model goes into owner/models, and who made it into"
                + " owner/trust.yaml.");
        Path models = Files.createDirectories(home().resolve("models"));
        Files.write(
                models.resolve(MeterDigits.FILE_NAME), MeterDigits.packageFile().toArray());
        trustPublisher(Bytes.fromHex(MeterDigits.publisher()));
        nameMesh(FreePorts.find(1).get(0));
        story.tell("Your registrar starts, the service that gives nodes their certificates.");
        story.add("$ signet registrar run --home owner");
        LogFollower log = mesh.startService(
                "registrar",
                "registrar",
                "run",
                "--home",
                home(),
                "--port=0",
                "--no-coap",
                "--no-announce",
                "--passphrase-file",
                passphrase());
        mesh.await(log, "ready: ");
        owner("models", "--group", GROUP, "--model", MeterDigits.FILE_NAME);
    }

    private void trustPublisher(Bytes publisher) throws ProvisioningException, IOException {
        Path file = home().resolve(TrustPolicyFile.FILE_NAME);
        TrustPolicyFile trust = TrustPolicyFile.read(file);
        new TrustPolicyFile(trust.owners(), trust.policy(), Set.of(publisher), trust.chipMakers(), trust.revoked())
                .write(file);
    }

    /** A gateway would be at the same port for all nodes, which share this machine. */
    private void nameMesh(int port) throws IOException {
        Files.writeString(
                home().resolve("registrar.yaml"),
                "meshes: [{name: demo, brokers: [\"mqtts://localhost:" + port + "\"], gateway-port: 0}]\n",
                StandardOpenOption.APPEND);
    }

    /** Where the registrar is. */
    String registrar() throws IOException {
        return Files.readString(home().resolve("registrar.url")).strip();
    }

    /** Makes labels: each its id, some blanks, and its code. */
    List<String[]> labels(int count) throws CliException {
        story.tell("Boxes come with labels. These don't, so you make " + count + ".");
        story.add("$ signet owner label --home owner --count " + count);
        return owner("label", "--count", count)
                .lines()
                .map(line -> line.split(" +"))
                .toList();
    }

    /** Claims the box with the label's {@code code}. */
    void claim(String name, String code, boolean approved) throws CliException {
        List<Object> more = new ArrayList<>(List.of(code, "--name", name, "--group", GROUP));
        if (approved) {
            more.add("--approve");
        }
        owner("claim", more.toArray());
    }

    /** Makes a broker and starts it, and somebody who will ask nodes. */
    void members(Path requester) throws CliException, IOException, InterruptedException {
        story.tell("A broker starts, which carries the nodes' messages and can read none of the work; and somebody who"
                + " will ask gets a certificate.");
        story.add("$ signet owner member broker broker --home owner; signet broker run --home broker");
        story.add("$ signet owner member requester me --home owner");
        Path broker = mesh.path("broker");
        owner("member", "broker", broker);
        mesh.await(mesh.startService("broker", "broker", "run", "--home", broker), "listens on");
        owner("member", "requester", requester);
    }
}
