package io.signet.cli;

import io.signet.firstboot.BoxHome;
import io.signet.firstboot.Step;
import io.signet.meter.MeterModel;
import io.signet.meter.Split;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Assurance;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * From nothing to the first attested answer: an owner, his registrar, a broker, boxes with labels that become nodes, and
 * somebody who asks them. Everything is done by the commands that a person would type.
 */
final class ProvisionDemo {
    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration JOB_MAX = Duration.ofMinutes(5);
    private static final String BY_HAND = "box-1";

    private final ProvisionedMesh mesh;
    private final ProvisionedOwner owner;
    private final Story story;
    private final Clock clock;
    private final boolean emulatedTpms;
    private final List<WatchedBox> boxes = new ArrayList<>();
    /** Whether nobody waits for the owner's approval. A single box is approved beforehand. */
    private boolean approved;

    /**
     * A demo that has not begun.
     *
     * @param emulatedTpms whether each box has an emulated TPM; else its key is in a file
     */
    ProvisionDemo(ProvisionedMesh mesh, Story story, Clock clock, boolean emulatedTpms) {
        this.mesh = mesh;
        this.owner = new ProvisionedOwner(mesh, story);
        this.story = story;
        this.clock = clock;
        this.emulatedTpms = emulatedTpms;
    }

    /**
     * What came of it.
     *
     * @param powerOn when the boxes were switched on, in seconds of the story
     * @param joined when the one that answered first had joined
     * @param firstAnswer when its answer had come
     * @param answered the box that answered first
     * @param report all readings and receipts
     * @param verified what {@code signet verify} said of the first receipt
     */
    record Outcome(
            double powerOn,
            double joined,
            double firstAnswer,
            Optional<WatchedBox> answered,
            MeterReport report,
            String verified) {}

    /**
     * Does all of it.
     *
     * @param nodes how many boxes
     * @param pictures what they are asked
     */
    Outcome run(int nodes, List<Split> pictures, RandomGenerator random)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        owner.begin(emulatedTpms ? Assurance.TPM2_INTERFACE : Assurance.SOFTWARE, random);
        List<String[]> labels = owner.labels(nodes);
        List<String> names = claim(labels);
        owner.members(requester());
        double powerOn = switchOn(names, labels);
        return ask(powerOn, labels.get(0)[0], nodes, pictures);
    }

    /** The directory of who asks. */
    Path requester() {
        return mesh.path("me");
    }

    /** The owner's directory. */
    Path ownerHome() {
        return owner.home();
    }

    /** Where the owner's passphrase is. */
    Path passphrase() {
        return owner.passphrase();
    }

    private List<String> claim(List<String[]> labels) throws CliException {
        approved = labels.size() == 1;
        story.tell(
                approved
                        ? "You claim the box by the code on its label, and approve it beforehand."
                        : "You claim the boxes by the codes on their labels: " + BY_HAND
                                + " to be looked at when it comes, the others approved beforehand.");
        story.add("$ signet owner claim CODE --home owner --name " + BY_HAND + (approved ? " --approve" : ""));
        List<String> names = new ArrayList<>();
        for (String[] label : labels) {
            String name = "box-" + (names.size() + 1);
            owner.claim(name, label[1], approved || !name.equals(BY_HAND));
            names.add(name);
        }
        return names;
    }

    private double switchOn(List<String> names, List<String[]> labels) throws CliException, IOException {
        Path stick = Files.createDirectory(mesh.path("stick"));
        Files.writeString(stick.resolve("signet.yaml"), "registrar: " + owner.registrar() + "\n");
        double powerOn = story.seconds();
        story.tell("POWER ON. Each box has its label, "
                + (emulatedTpms ? "an emulated TPM for its key" : "a file for its key")
                + ", and a USB stick with the registrar's address.");
        story.add("$ signet node run --home " + BY_HAND + " --media stick" + (emulatedTpms ? "" : " --software-key"));
        for (int i = 0; i < names.size(); i++) {
            Path home = Files.createDirectory(mesh.path(names.get(i)));
            OwnerOnlyFile.create(
                    home.resolve(BoxHome.LABEL_FILE), labels.get(i)[1].getBytes(StandardCharsets.US_ASCII));
            List<Object> arguments = new ArrayList<>(
                    List.of("node", "run", "--home", home, "--media", stick, "--no-browse", "--page-port=0"));
            if (emulatedTpms) {
                Files.createDirectory(
                        home.resolve("tpm")); // its state; the node's command finds it, and switches it on
            } else {
                arguments.add("--software-key");
            }
            boxes.add(new WatchedBox(names.get(i), home, mesh.startBox(names.get(i), arguments.toArray())));
        }
        return powerOn;
    }

    /** Looks at what the boxes say, and approves the one that waits for it. */
    private void look(String label) throws CliException {
        mesh.requireAlive();
        try {
            for (WatchedBox box : boxes) {
                box.look(story);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!approved && boxes.get(0).hasBegun(Step.WAITING_FOR_APPROVAL)) {
            approved = true;
            story.tell("You see what " + BY_HAND + " has shown of its key, and approve it; it asks every 15 s.");
            story.add("$ signet owner nodes --home owner; signet owner approve LABEL --home owner");
            owner.owner("approve", label);
        }
    }

    private Outcome ask(double powerOn, String byHand, int nodes, List<Split> pictures)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        Path receipts = Files.createDirectory(mesh.path("receipts"));
        try (MeshSession session = MeshSession.join(requester(), clock, story::tell)) {
            ReceiptCheck check = new ReceiptCheck(session.policy(), clock, Optional.of(receipts));
            session.awaitModel(MeterModel.NAME, 1, START_MAX, serving -> look(byHand));
            double joined = story.seconds();
            story.tell("The first node is in the mesh. You ask it what a picture of a meter shows.");
            MeterJob first = new MeterJob(session.mesh(), check, clock, JOB_MAX);
            first.run(pictures.subList(0, 1), (answered, all) -> {});
            double answered = story.seconds();
            Optional<WatchedBox> by = check.all().stream()
                    .findFirst()
                    .flatMap(receipt -> whose(receipt.answer().node()));
            story.tell("The first answer is here, " + by.map(WatchedBox::name).orElse("nobody") + "'s. Its receipt:");
            String verified = verify(receipts);
            session.awaitModel(MeterModel.NAME, nodes, START_MAX, serving -> look(byHand));
            story.tell((nodes == 1 ? "You ask it" : "All " + nodes + " boxes are nodes now. You ask them")
                    + " what all " + pictures.size() + " pictures show.");
            List<MeterJob.Outcome> outcomes =
                    new MeterJob(session.mesh(), check, clock, JOB_MAX).run(pictures, (some, all) -> {});
            return new Outcome(powerOn, joined, answered, by, new MeterReport(outcomes, check.all()), verified);
        }
    }

    private Optional<WatchedBox> whose(NodeId node) {
        try {
            for (WatchedBox box : boxes) {
                if (box.node().equals(Optional.of(node))) {
                    return Optional.of(box);
                }
            }
            return Optional.empty();
        } catch (ProvisioningException e) {
            throw new IllegalStateException("a node's certificate can't be read", e);
        }
    }

    private String verify(Path receipts) throws CliException {
        story.add("$ signet verify --trust me/trust.yaml receipts/");
        String said = mesh.signet("verify", "--trust", requester().resolve(TrustPolicyFile.FILE_NAME), receipts);
        said.lines().map(line -> line.replace(mesh.path("") + "/", "")).forEach(story::add);
        return said;
    }
}
