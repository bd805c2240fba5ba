package io.signet.simulator.scenario;

import io.signet.runtime.Limits;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that goes wrong at a given time.
 *
 * @param kind what
 * @param at when, from the start
 * @param lasting how long; to the end of the run if empty
 * @param nodes which nodes, for faults of nodes
 * @param target name of the broker or region, for faults of those; empty for others
 * @param amount the kind's number, if it has one
 * @param time the kind's time, if it has one; may be negative for clocks
 */
public record Fault(
        Kind kind,
        Duration at,
        Optional<Duration> lasting,
        Selection nodes,
        Optional<String> target,
        double amount,
        Duration time) {
    /** What a fault is about. */
    public enum Subject {
        NODES,
        BROKER,
        REGION,
        NETWORK
    }

    /** What a fault says beside its time and its nodes. */
    public enum Parameter {
        NONE,
        AMOUNT,
        TIME
    }

    /** Kinds of faults, in the language by their lower-case names with hyphens. */
    public enum Kind {
        /** The process ends at once; unforced writes are lost. Starts again after {@code lasting}. */
        CRASH(Subject.NODES, Parameter.NONE),
        /** The process is asked to end, and finishes what it holds. Starts again after {@code lasting}. */
        STOP(Subject.NODES, Parameter.NONE),
        /** The process gets no time, as under SIGSTOP. */
        PAUSE(Subject.NODES, Parameter.NONE),
        /** Writes fail for want of space. */
        DISK_FULL(Subject.NODES, Parameter.NONE),
        /** A crash in the middle of a write: a part of what was not forced is there, a part is not. Starts again after {@code lasting}. */
        TORN_WRITE(Subject.NODES, Parameter.NONE),
        /** A crash, after which the disk is as it was {@code time} before. Starts again after {@code lasting}. */
        DISK_ROLLED_BACK(Subject.NODES, Parameter.TIME),
        /** Making a write durable takes {@code time}. */
        SLOW_DISK(Subject.NODES, Parameter.TIME),
        /** Wall clocks are off by {@code time}, and right again afterwards. */
        CLOCK_SKEW(Subject.NODES, Parameter.TIME),
        /** Wall clocks drift: they gain {@code amount} seconds a second (negative: lose). */
        CLOCK_DRIFT(Subject.NODES, Parameter.AMOUNT),
        /** A signature by the identity key takes {@code time}. */
        SLOW_KEY(Subject.NODES, Parameter.TIME),
        /** The key does not sign. */
        KEY_MISSING(Subject.NODES, Parameter.NONE),
        /** Engines compute at {@code amount} of their speed. */
        THROTTLE(Subject.NODES, Parameter.AMOUNT),
        /** The air has {@code amount} degrees Celsius: nodes warm up as they compute, and slow down where they must. */
        HOT_ROOM(Subject.NODES, Parameter.AMOUNT),
        /** Engines fail for want of memory in a share {@code amount} of runs. */
        MEMORY_PRESSURE(Subject.NODES, Parameter.AMOUNT),
        /** Engines crash in a share {@code amount} of runs; each is in a process of its own, which is started again. */
        ENGINE_CRASH(Subject.NODES, Parameter.AMOUNT),
        /** Their owner revokes their certificates, for good, and his registrar tells the brokers. */
        REVOKE(Subject.NODES, Parameter.NONE),
        /** Their owner renews their certificates: they leave the mesh in order, and join it anew by the next one. */
        RENEW(Subject.NODES, Parameter.NONE),
        /** Nodes lose their connection, and can make no other. */
        CUT_OFF(Subject.NODES, Parameter.NONE),
        /** The broker ends and forgets everything; it is back, empty, after {@code lasting}. */
        BROKER_DOWN(Subject.BROKER, Parameter.NONE),
        /** Nobody in the region reaches a broker outside of it. */
        REGION_CUT_OFF(Subject.REGION, Parameter.NONE),
        /** Every message takes {@code time} longer. */
        SLOW_NETWORK(Subject.NETWORK, Parameter.TIME),
        /** A share {@code amount} of messages is lost and sent again. */
        LOSSY_NETWORK(Subject.NETWORK, Parameter.AMOUNT),
        /** Owners' registrars end; they are back, with what is in their books, after {@code lasting}. */
        REGISTRAR_DOWN(Subject.NETWORK, Parameter.NONE);

        private final Subject subject;
        private final Parameter parameter;

        Kind(Subject subject, Parameter parameter) {
            this.subject = subject;
            this.parameter = parameter;
        }

        /** As it is written in scenarios and reports. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** True if nothing ends it. */
        public boolean isForGood() {
            return this == REVOKE || this == RENEW;
        }

        /** What it is about. */
        public Subject subject() {
            return subject;
        }

        /** What it says beside. */
        public Parameter parameter() {
            return parameter;
        }
    }

    public Fault {
        requireTime("at", at);
        lasting.ifPresent(l -> requireTime("lasting", l));
        if (target.isPresent() != (kind.subject() == Subject.BROKER || kind.subject() == Subject.REGION)) {
            throw new IllegalArgumentException(
                    target.isPresent() ? kind + " has no broker or region" : kind + " needs a broker or region");
        }
        if (kind.isForGood() && lasting.isPresent()) {
            throw new IllegalArgumentException(
                    "a fault of kind " + kind.label() + " is for good, and has no 'lasting'");
        }
        Checks.requireInRange("amount", amount, -10, 1_000_000);
    }

    private static void requireTime(String key, Duration time) {
        Limits.requireInRange(
                key + " (ms)", time.toMillis(), 0, Duration.ofDays(30).toMillis());
    }

    /** When it is over, from the start; empty if it stays. */
    public Optional<Duration> until() {
        return lasting.map(at::plus);
    }
}
