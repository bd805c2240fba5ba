package io.signet.firstboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.attestation.SoftwareKey;
import io.signet.firstboot.FirstBoot.Outside;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.RunningOwner;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.NodeKeys.NodeKey;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A box against a whole registrar in this process; people act while the box waits. */
class FirstBootTest {
    @TempDir
    private static Path owners;

    private static RunningOwner owner;

    @TempDir
    private Path directory;

    private final Label label = Label.draw(SystemRandom.create());
    private final List<Progress> shown = new ArrayList<>();
    private final Deque<Act> acts = new ArrayDeque<>();
    private Path stick;
    private BoxHome home;
    private NodeKey key;

    /** What somebody does while the box waits. */
    private interface Act {
        void act() throws Exception;
    }

    @BeforeAll
    static void start() throws Exception {
        owner = new RunningOwner(owners.resolve("owner"));
    }

    @AfterAll
    static void stop() {
        owner.close();
    }

    @BeforeEach
    void unpack() throws Exception {
        stick = Files.createDirectory(directory.resolve("stick"));
        home = new BoxHome(Files.createDirectory(directory.resolve("box")));
        Files.createDirectory(home.directory().resolve("identity"));
        key = new NodeKey(SoftwareKey.create(home.directory().resolve(Credentials.KEY_FILE)), "");
    }

    private void printLabel() throws Exception {
        OwnerOnlyFile.create(labelFile(), label.text().getBytes(StandardCharsets.UTF_8));
    }

    private Path labelFile() {
        return home.directory().resolve(BoxHome.LABEL_FILE);
    }

    private void claim() {
        try {
            owner.claim(label, true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void plugIn() throws Exception {
        Files.writeString(stick.resolve("signet.yaml"), "registrar: " + owner.url() + "\n");
    }

    private FirstBoot box(Display display) {
        Pause people = time -> {
            assertThat(acts).as("somebody acts; shown was " + shown).isNotEmpty();
            try {
                acts.remove().act();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
        return box(display, people);
    }

    private FirstBoot box(Display display, Pause pause) {
        return new FirstBoot(
                home,
                labelFile(),
                List.of(MediaSource.in(stick)),
                new Outside(display, pause, Clock.SYSTEM, new SplittableRandom(1)));
    }

    private List<Step> steps() {
        return shown.stream().map(Progress::step).distinct().toList();
    }

    @Test
    void boxWithoutAnything_waitsForEachThingThatPeopleDo_andBecomesANode() throws Exception {
        acts.add(this::printLabel);
        acts.add(this::plugIn);
        acts.add(() -> owner.claim(label, false));
        acts.add(() -> owner.approve(label));

        box(shown::add).run(key);

        assertThat(steps())
                .containsExactly(
                        Step.LOOKING_FOR_LABEL,
                        Step.LOOKING_FOR_REGISTRAR,
                        Step.ENROLLING,
                        Step.WAITING_FOR_APPROVAL,
                        Step.GETTING_PROFILE,
                        Step.GETTING_MODELS,
                        Step.STARTING);
        assertThat(shown).anySatisfy(progress -> assertThat(progress.line()).contains("claim the box there"));
        assertThat(shown).anySatisfy(progress -> assertThat(progress.line())
                .contains("signet owner approve", "the registrar says: The node and its evidence are good."));
        assertThat(home.isNode()).isTrue();
        MeshProfile mesh = MeshProfile.read(home.directory().resolve(MeshProfile.FILE_NAME));
        assertThat(mesh.mesh()).isEqualTo("home");
        assertThat(TrustPolicyFile.read(mesh.trust()).policy().owners())
                .isEqualTo(Certificates.read(home.directory().resolve("owner.pem")));
        assertThat(Credentials.load(mesh.key(), mesh.chain()).chain()).hasSize(1);
        assertThat(model()).hasBinaryContent(RunningOwner.MODEL.toArray());
    }

    private Path model() {
        return home.directory()
                .resolve("models")
                .resolve(Digest.sha256(RunningOwner.MODEL).toHex() + ".signet");
    }

    @Test
    void boxesThatWaitForTheSame_doNotAskAtOneMoment() throws Exception {
        printLabel();
        plugIn(); // of an owner who knows no such label
        List<Duration> waits = new ArrayList<>();
        Pause asks = time -> {
            waits.add(time);
            if (waits.size() == 5) {
                claim();
            }
        };

        box(shown::add, asks).run(key);

        assertThat(waits).hasSize(5).doesNotHaveDuplicates().allSatisfy(wait -> assertThat(wait)
                .isBetween(aboutAfter(Trouble.TOO_MANY_FAILURES, 8), aboutAfter(Trouble.WRONG_CODE, 12)));
    }

    private static Duration aboutAfter(Trouble trouble, int tenths) {
        return Failed.of(trouble, "").retryAfter().multipliedBy(tenths).dividedBy(10);
    }

    @Test
    void modelThatAPowerCutLeftEmpty_isFetchedAgain() throws Exception {
        Files.createDirectory(model().getParent());
        Files.createFile(model());
        printLabel();
        plugIn();
        owner.claim(label, true);

        box(shown::add).run(key);

        assertThat(model()).hasBinaryContent(RunningOwner.MODEL.toArray());
    }

    /** The power fails. */
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void boxThatIsSwitchedOffAtAnyStep_goesOnWhereItWas_withOneCertificate() throws Exception {
        printLabel();
        plugIn();
        owner.claim(label, true);
        List<byte[]> certificates = new ArrayList<>();
        Set<Step> survived = EnumSet.noneOf(Step.class);
        FirstBoot box = box(progress -> {
            if (survived.add(progress.step())) {
                throw new PowerCut();
            }
        });
        boolean done = false;
        while (!done) {
            try {
                box.run(key);
                done = true;
            } catch (PowerCut cut) {
                Path chain = home.directory().resolve(Credentials.CHAIN_FILE);
                if (Files.exists(chain)) {
                    certificates.add(Files.readAllBytes(chain));
                }
            }
        }
        assertThat(survived).contains(Step.ENROLLING, Step.GETTING_PROFILE, Step.GETTING_MODELS, Step.STARTING);
        assertThat(certificates).isNotEmpty().allSatisfy(chain -> assertThat(chain)
                .isEqualTo(certificates.get(0)));
        Path model = home.directory()
                .resolve("models")
                .resolve(Digest.sha256(RunningOwner.MODEL).toHex() + ".signet");
        assertThat(model).hasSize(RunningOwner.MODEL.size());
    }

    @Test
    void enrolledBoxThatLostItsRegistrarsAddress_looksForItAgain() throws Exception {
        printLabel();
        plugIn();
        owner.claim(label, true);
        FirstBoot cut = box(progress -> {
            if (progress.step() == Step.GETTING_PROFILE) {
                throw new PowerCut();
            }
        });
        assertThatThrownBy(() -> cut.run(key)).isInstanceOf(PowerCut.class);
        Files.delete(home.directory().resolve("registrar.url"));
        Files.delete(stick.resolve("signet.yaml"));

        acts.add(this::plugIn);
        box(shown::add).run(key);

        assertThat(steps()).startsWith(Step.LOOKING_FOR_REGISTRAR, Step.GETTING_PROFILE);
        assertThat(home.isNode()).isTrue();
    }

    @Test
    void interruptedModel_isGoneOnWith_andADamagedOneIsFetchedAnew() throws Exception {
        printLabel();
        plugIn();
        owner.claim(label, true);
        Path models = Files.createDirectories(home.directory().resolve("models"));
        Path part = models.resolve(Digest.sha256(RunningOwner.MODEL).toHex() + ".signet.arriving");
        Files.write(part, new byte[] {1, 2, 3}); // not how the model begins

        acts.add(() -> assertThat(part).doesNotExist());
        box(shown::add).run(key);

        assertThat(shown).anySatisfy(progress -> assertThat(progress.line()).contains("another digest"));
        assertThat(home.isNode()).isTrue();
    }

    @Test
    void labelThatOthersMayRead_isNotUsed() throws Exception {
        Files.writeString(labelFile(), label.text());
        acts.add(() -> {
            assertThat(shown.get(0).line()).contains("chmod 600").doesNotContain(label.text());
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> box(shown::add).run(key)).hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void retiredNode_doesNotStart() throws Exception {
        printLabel();
        plugIn();
        owner.claim(label, true);
        FirstBoot box = box(progress -> {
            shown.add(progress);
            if (progress.step() == Step.GETTING_PROFILE) {
                try {
                    owner.retire(label);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        acts.add(() -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> box.run(key)).hasCauseInstanceOf(InterruptedException.class);
        assertThat(steps()).endsWith(Step.RETIRED);
        assertThat(home.isNode()).isFalse();
    }

    @Test
    void clockThatIsOff_isWorthAWord() {
        assertThat(FirstBoot.clockTrouble(Duration.ofMinutes(-4))).isEmpty();
        Optional<Progress> behind = FirstBoot.clockTrouble(Duration.ofDays(-365));
        assertThat(behind.orElseThrow().line()).contains("365 days behind").contains("timesyncd");
        assertThat(FirstBoot.clockTrouble(Duration.ofMinutes(90)).orElseThrow().line())
                .contains("90 minutes ahead");
    }
}
