package io.signet.cli;

import io.signet.firstboot.Display;
import io.signet.firstboot.Pause;
import io.signet.firstboot.Progress;
import io.signet.firstboot.Step;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how the node is (sd_notify(3)): ready, in words, and that it is alive, as
 * long as it is. Through the program systemd-notify, as the JDK has no datagrams between processes. Thread-safe.
 */
final class ServiceManager implements Display {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final String SOCKET = "NOTIFY_SOCKET";
    private static final String WATCHDOG = "WATCHDOG_USEC";
    private static final String PROGRAM = "systemd-notify";
    private static final Duration PROGRAM_MAX = Duration.ofSeconds(10);
    /** So often within its patience the manager is told that all is well. */
    private static final int TOLD_TIMES = 3;

    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);
    /** A node is up when it answers or may not; and a box is, and a node, when others have to do something first. */
    private static final Set<Step> UP = EnumSet.of(
            Step.LOOKING_FOR_LABEL,
            Step.LOOKING_FOR_REGISTRAR,
            Step.WAITING_FOR_APPROVAL,
            Step.GETTING_MODELS,
            Step.ANSWERING,
            Step.RETIRED,
            Step.RELEASED,
            Step.REVOKED);

    private final Consumer<List<String>> program;
    private final Optional<Duration> aliveEvery;
    private final Clock clock;
    private Optional<Progress> shown = Optional.empty();
    private boolean isReady;
    private long aliveAtNanos;

    /**
     * Tells by {@code program}.
     *
     * @param program is given assignments as in sd_notify(3)
     * @param aliveEvery how often it is to be told that all is well; empty if never
     */
    ServiceManager(Consumer<List<String>> program, Optional<Duration> aliveEvery, Clock clock) {
        this.program = program;
        this.aliveEvery = aliveEvery;
        this.clock = clock;
        this.aliveAtNanos = clock.monotonicNanos();
    }

    /** The one that started this process; empty if none did that wants to be told. */
    static Optional<ServiceManager> of(Environment environment) {
        if (environment.variable(SOCKET).isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> patience = environment
                .variable(WATCHDOG)
                .filter(text -> text.matches("[1-9]\\d{0,17}"))
                .map(text -> Duration.of(Long.parseLong(text), ChronoUnit.MICROS));
        return Optional.of(new ServiceManager(
                ServiceManager::run, patience.map(time -> time.dividedBy(TOLD_TIMES)), environment.clock()));
    }

    private static void run(List<String> assignments) {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(assignments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PROGRAM_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.warn("the service manager is not told how the node is: {} can't be run: {}", PROGRAM, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void show(Progress progress) {
        List<String> news = new ArrayList<>();
        if (!isReady && (UP.contains(progress.step()) || progress.trouble().isPresent())) {
            isReady = true;
            news.add("READY=1");
        }
        if (!shown.equals(Optional.of(progress))) {
            shown = Optional.of(progress);
            news.add("STATUS=" + progress.line());
        }
        if (progress.step() != Step.STUCK && isAliveDue()) {
            news.add("WATCHDOG=1");
        }
        if (!news.isEmpty()) {
            program.accept(List.copyOf(news));
        }
    }

    private boolean isAliveDue() {
        if (aliveEvery.isEmpty() || clock.monotonicNanos() - aliveAtNanos < 0) {
            return false;
        }
        aliveAtNanos = clock.monotonicNanos() + aliveEvery.get().toNanos();
        return true;
    }

    /** A pause in which the manager is told that all is well: whoever waits for people is not hung. */
    Pause pausing(Pause pause) {
        return time -> {
            long end = clock.monotonicNanos() + time.toNanos();
            Duration left = time;
            do {
                long before = clock.monotonicNanos();
                Duration part = left.compareTo(PAUSE_MAX) < 0 ? left : PAUSE_MAX;
                pause.during(part);
                synchronized (this) {
                    shown.ifPresent(this::show);
                }
                if (clock.monotonicNanos() - before < part.toNanos()) {
                    return; // there is news
                }
                left = Duration.ofNanos(end - clock.monotonicNanos());
            } while (left.toNanos() > 0);
        };
    }
}
