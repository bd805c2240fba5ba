package io.signet.cli.pallet;

import io.signet.firstboot.BoxHome;
import io.signet.firstboot.FirstBoot;
import io.signet.firstboot.Pause;
import io.signet.firstboot.Progress;
import io.signet.firstboot.RegistrarSource;
import io.signet.firstboot.Step;
import io.signet.firstboot.est.Trouble;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.owner.NodeKeys;
import io.signet.runtime.Clock;
import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A box of a pallet: what a real one does in its first boot, in a thread of this process. It is switched off when it is a node,
 * when it is refused for good, or when its time is over.
 */
public final class VirtualBox {
    /** What passes by itself, and is no verdict. */
    private static final Set<Trouble> PASSING = EnumSet.of(
            Trouble.UNREACHABLE,
            Trouble.NO_REGISTRAR,
            Trouble.SERVER_CHANGES,
            Trouble.KEY,
            Trouble.STALE_NONCE,
            Trouble.TOO_MANY_FAILURES,
            Trouble.UNAVAILABLE);

    private final Path home;
    private final Label label;
    private final NodeKeys keys;
    private final Conditions conditions;
    private final Map<Step, Double> since = new EnumMap<>(Step.class);
    private long startedNanos;
    private Optional<Trouble> refusal = Optional.empty();
    private Optional<String> said = Optional.empty();

    /**
     * What all boxes of a pallet have in common.
     *
     * @param registrar where it is
     * @param askAgain how long a box waits at most before it asks again
     * @param timeMax after so long it is switched off
     * @param reached is told each step that a box begins
     * @param random for keys, and for waits
     */
    record Conditions(
            URI registrar,
            Duration askAgain,
            Duration timeMax,
            Consumer<Step> reached,
            Clock clock,
            RandomGenerator random) {}

    /**
     * What became of a box.
     *
     * @param node whether it is a node
     * @param seconds when it began each step, since it was switched on
     * @param refusal why the registrar refused it for good
     * @param said the last trouble that it showed, in its words
     */
    public record Result(boolean node, Map<Step, Double> seconds, Optional<Trouble> refusal, Optional<String> said) {
        public Result {
            seconds = Map.copyOf(seconds);
        }
    }

    /**
     * A box that is off.
     *
     * @param home a directory that does not exist yet
     * @param keys who makes its key
     */
    VirtualBox(Path home, Label label, NodeKeys keys, Conditions conditions) {
        this.home = home;
        this.label = label;
        this.keys = keys;
        this.conditions = conditions;
    }

    /**
     * Switches it on, until it is off again.
     *
     * @param number of the box, for its key
     */
    Result run(int number) throws ProvisioningException, IOException, InterruptedException {
        startedNanos = conditions.clock().monotonicNanos();
        Files.createDirectories(home.resolve("identity"));
        Path file = home.resolve(BoxHome.LABEL_FILE);
        OwnerOnlyFile.create(file, label.text().getBytes(StandardCharsets.US_ASCII));
        FirstBoot boot = new FirstBoot(
                new BoxHome(home),
                file,
                List.of(RegistrarSource.named(conditions.registrar())),
                new FirstBoot.Outside(this::show, this::pause, conditions.clock(), conditions.random()));
        try (NodeKeys.NodeKey key = keys.create(number, home, conditions.random())) {
            boot.run(key);
            return result(true);
        } catch (SwitchedOff off) {
            return result(false);
        }
    }

    private Result result(boolean node) {
        return new Result(node, since, refusal, said);
    }

    private void show(Progress progress) {
        if (since.putIfAbsent(progress.step(), seconds()) == null) {
            conditions.reached().accept(progress.step());
        }
        if (progress.trouble().isPresent()) {
            said = Optional.of(progress.line());
            refusal = Arrays.stream(Trouble.values())
                    .filter(trouble -> trouble.remedy().equals(progress.help()))
                    .filter(trouble -> !PASSING.contains(trouble))
                    .findFirst();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        if (refusal.isPresent() || seconds() > conditions.timeMax().toSeconds()) {
            throw new SwitchedOff();
        }
        Duration most = conditions.askAgain();
        new Pause.Waking().during(time.compareTo(most) < 0 ? time : most);
    }

    private double seconds() {
        return (conditions.clock().monotonicNanos() - startedNanos) / 1e9;
    }

    /** Ends a first boot, which never gives up by itself. */
    private static final class SwitchedOff extends InterruptedException {
        private static final long serialVersionUID = 1L;
    }
}
