package io.signet.simulator.scenario;

import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.simulator.scenario.Shape.Bound;
import io.signet.simulator.scenario.Shape.Choice;
import io.signet.simulator.scenario.Shape.Decimal;
import io.signet.simulator.scenario.Shape.FileName;
import io.signet.simulator.scenario.Shape.Flag;
import io.signet.simulator.scenario.Shape.Group;
import io.signet.simulator.scenario.Shape.KeyShape;
import io.signet.simulator.scenario.Shape.ListOf;
import io.signet.simulator.scenario.Shape.Name;
import io.signet.simulator.scenario.Shape.Named;
import io.signet.simulator.scenario.Shape.Rows;
import io.signet.simulator.scenario.Shape.Section;
import io.signet.simulator.scenario.Shape.Share;
import io.signet.simulator.scenario.Shape.Text;
import io.signet.simulator.scenario.Shape.Time;
import io.signet.simulator.scenario.Shape.Variants;
import io.signet.simulator.scenario.Shape.Whole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The scenario language's keys, with what may stand behind each and what is taken if it is not given. The reader follows
 * these tables; docs/scenario.schema.json and the tables of docs/simulator.md are made of them.
 */
final class Grammar {
    static final int CLAIM_CHARS_MAX = 400;

    private static final Duration SECOND_10 = Duration.ofSeconds(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int ROWS_MAX = 1_000_000;

    static final Section HARDWARE = section(
            "hardware class",
            "What a kind of node can do.",
            required("rows-per-second", new Decimal(0.01, 1_000_000), "rows that its engine computes a second"),
            key(
                    "spread",
                    new Share(0, 0.5),
                    "10%",
                    "standard deviation of speed over its mean, node by node and run by run"),
            key("run-overhead", time(Duration.ZERO, SECOND_10), "1ms", "what a run takes however small it is"),
            key("sign", time(Duration.ZERO, SECOND_10), "1ms", "what a signature by the identity key takes"),
            key("force", time(Duration.ZERO, SECOND_10), "2ms", "what making a write durable takes"));

    static final Section NODES = section(
            "group of nodes",
            "Nodes that are alike. They are called after their group: `nodes-1`, `nodes-2` and so on.",
            key("name", new Name("group"), "nodes", "name of the group"),
            key("count", new Whole(1, 1_000_000), "10", "how many"),
            key("hardware", new Name("hardware class"), "cpu-2core", "a class of `hardware`, or a built-in one"),
            key("owner", new Name("owner"), "owner", "who operates them; every requester trusts every owner"),
            key("region", new Name("region"), "home", "where they are"),
            key("models", new ListOf(new Name("model"), 1, 6), "double", "what they serve"),
            key("tasks-max", new Whole(1, 4096), "128", "tasks that each holds at once"));

    static final Variants ARRIVALS = new Variants(
            "arrivals",
            List.of(
                    kind(
                            "poisson",
                            "Independent arrivals at a constant mean rate.",
                            key("per-second", rate(0.0001), "1", "jobs a second of each requester")),
                    kind(
                            "bursts",
                            "Poisson with a higher rate at the start of each `every`, but for the first one.",
                            key("per-second", rate(0), "1", "jobs a second between bursts"),
                            required("peak-per-second", rate(0.0001), "jobs a second in a burst"),
                            required("every", time(Duration.ofMillis(1), WEEK), "from one burst to the next"),
                            required("lasting", time(Duration.ofMillis(1), WEEK), "length of a burst")),
                    kind(
                            "day-curve",
                            "Poisson whose rate is `per-second * (1 + swing * cos(2 pi (t - peak-at) / day))`.",
                            key("per-second", rate(0.0001), "1", "mean jobs a second"),
                            key("swing", new Share(0, 1), "80%", "how far the rate swings"),
                            key("peak-at", time(Duration.ZERO, WEEK), "0s", "time of the peak in a day"),
                            key("day", time(Duration.ofSeconds(1), WEEK), "1d", "length of a day")),
                    kind(
                            "trace",
                            "Jobs at given times, from `file` or `entries`.",
                            List.of("file", "entries"),
                            true,
                            List.of(
                                    optional(
                                            "file",
                                            new FileName(),
                                            "CSV file in the scenario's directory, columns `at_ms,rows`"),
                                    optional(
                                            "entries",
                                            new ListOf(
                                                    new Group(
                                                            section(
                                                                    "entry",
                                                                    "One job.",
                                                                    required(
                                                                            "at",
                                                                            time(Duration.ZERO, MONTH),
                                                                            "when, from the start"),
                                                                    required(
                                                                            "rows",
                                                                            new Whole(1, ROWS_MAX),
                                                                            "rows of the job"))),
                                                    1,
                                                    Arrivals.Trace.ENTRIES_MAX),
                                            "the same in place"))),
                    kind(
                            "closed",
                            "A new job as soon as one ends: finds what a mesh can do at most.",
                            key("in-flight", new Whole(1, 64), "1", "jobs that are always under way"))));

    static final Section REQUESTERS = section(
            "group of requesters",
            "Requesters that are alike.",
            key("name", new Name("group"), "requesters", "name of the group"),
            key("count", new Whole(1, 10_000), "1", "how many"),
            key("region", new Name("region"), "home", "where they are"),
            key("arrivals", ARRIVALS, "{kind: poisson}", "when each of them submits a job"),
            key("model", new Name("model"), "double", "what they ask"),
            key(
                    "rows",
                    new Rows(ROWS_MAX),
                    "100",
                    "rows of a job; sizes of a range are equally likely. A trace has its own"),
            key("timeout", time(Duration.ofMillis(1), Duration.ofHours(1)), "30s", "when a job has failed"));

    static final Section NETWORK = section(
            "network",
            "The network between members and brokers.",
            key(
                    "brokers",
                    new ListOf(
                            new Group(section(
                                    "broker",
                                    "A broker.",
                                    key("name", new Name("broker"), "main", "its name"),
                                    key("region", new Name("region"), "home", "where it is"))),
                            1,
                            8),
                    "{}",
                    "in the order in which members try them"),
            key(
                    "latency",
                    time(Duration.ZERO, SECOND_10),
                    "2ms",
                    "one way, within a region and between others than those of `latencies`"),
            key(
                    "latencies",
                    new ListOf(
                            new Group(section(
                                    "latency",
                                    "One way between two regions, in either direction.",
                                    required("from", new Name("region"), "the one"),
                                    required("to", new Name("region"), "the other"),
                                    required("latency", time(Duration.ZERO, SECOND_10), "how long"))),
                            0,
                            1000),
                    "[]",
                    "of certain pairs of regions"),
            key("jitter", new Share(0, 1), "10%", "standard deviation of a message's latency over its mean"),
            key("loss", new Share(0, 0.9), "0", "messages lost, and sent again by the transport"),
            key("duplication", new Share(0, 1), "0", "messages delivered twice"),
            key("reordering", new Share(0, 1), "0", "messages overtaken by later ones"));

    static final Section WITNESSES = section(
            "witnesses",
            "How the logs of the nodes are witnessed.",
            key("asked", new Whole(0, 8), "0", "how many others each node asks to cosign its heads"),
            key("demanded", new Whole(0, 8), "0", "how many cosignatures requesters demand with each answer"));

    static final Section PALLET = section(
            "pallet",
            "Boxes behind one address that become nodes, in the place of a mesh, and the registrar of their owner.",
            key("boxes", new Whole(1, Pallet.BOXES_MAX), "500", "how many"),
            key("switched-on-over", time(Duration.ZERO, DAY), "1h", "within which time they are switched on, evenly"),
            key(
                    "clones",
                    new Share(0, Pallet.BAD_MAX),
                    "0",
                    "share of them that have the disk of another, copied after that was enrolled"),
            key("wrong-codes", new Share(0, Pallet.BAD_MAX), "0", "share of them whose label nobody claimed"),
            key(
                    "certificate-life",
                    time(OwnerAuthority.NODE_LIFE_MIN, OwnerAuthority.NODE_LIFE_MAX),
                    "365d",
                    "how long their certificates last"));

    static final Variants FAULT = new Variants(
            "fault", Arrays.stream(Fault.Kind.values()).map(Grammar::fault).toList());

    static final Variants ADVERSARY = new Variants(
            "adversary",
            Arrays.stream(Adversary.Kind.values()).map(Grammar::adversary).toList());

    static final Section SCENARIO = section(
            "scenario",
            "A mesh, what happens to it, and what is claimed of it.",
            required("name", new Name("scenario"), "by which it is called"),
            required("claim", new Text(CLAIM_CHARS_MAX), "what it proves, in one sentence"),
            key("quick", new Flag(), "false", "whether it belongs to the quick set"),
            key("modes", new ListOf(choice("mode", Mode.values()), 1, 2), "virtual", "in which it can run"),
            key("duration", time(Duration.ofMillis(100), MONTH), "1m", "how long jobs are submitted and faults happen"),
            key(
                    "settle",
                    time(Duration.ZERO, DAY),
                    "45s",
                    "how long jobs may take to end, and views to converge, afterwards"),
            key("seed", new Whole(Long.MIN_VALUE, Long.MAX_VALUE), "1", "of a run that is given no other"),
            key(
                    "hardware",
                    new Named("hardware class", HARDWARE, 100),
                    "{}",
                    "hardware classes by name, beside the built-in ones"),
            key("fleet", new ListOf(new Group(NODES), 1, 1000), "{}", "groups of nodes"),
            key("requesters", new ListOf(new Group(REQUESTERS), 0, 1000), "{}", "groups of requesters"),
            key("network", new Group(NETWORK), "{}", "between them"),
            key("witnesses", new Group(WITNESSES), "{}", "of the nodes' logs"),
            key(
                    "listed-firmware",
                    new Flag(),
                    "false",
                    "whether requesters list the firmware that nodes may run, and demand evidence of it"),
            optional("pallet", new Group(PALLET), "boxes that become nodes, in the place of a mesh"),
            key("faults", new ListOf(FAULT, 0, 10_000), "[]", "what goes wrong"),
            key("adversaries", new ListOf(ADVERSARY, 0, 1000), "[]", "who cheats"),
            key(
                    "claims",
                    new ListOf(new Bound(), 0, 100),
                    "[]",
                    "targets; the invariants always hold and are not named"));

    private Grammar() {}

    private static Section fault(Fault.Kind kind) {
        List<KeyShape> keys = new ArrayList<>();
        keys.add(key("at", time(Duration.ZERO, MONTH), "0s", "when it begins"));
        keys.add(optional("lasting", time(Duration.ZERO, MONTH), "how long; to the end of the run if not given"));
        switch (kind.subject()) {
            case NODES -> keys.addAll(selection());
            case BROKER -> keys.add(optional("broker", new Name("broker"), "which; the first if not given"));
            case REGION -> keys.add(required("region", new Name("region"), "which"));
            case NETWORK -> {}
        }
        switch (kind.parameter()) {
            case NONE -> {}
            case AMOUNT -> keys.add(required("amount", amount(kind), amountMeaning(kind)));
            case TIME -> keys.add(required("time", faultTime(kind), timeMeaning(kind)));
        }
        return kind(Written.kind(kind), meaning(kind), exclusive(kind.subject() == Fault.Subject.NODES), false, keys);
    }

    private static Section adversary(Adversary.Kind kind) {
        List<KeyShape> keys = new ArrayList<>();
        keys.add(key("from", time(Duration.ZERO, MONTH), "0s", "when they begin"));
        if (kind.ofFleet()) {
            keys.addAll(selection());
        }
        keys.add(key("amount", AdversaryWords.amount(kind), "1", AdversaryWords.amountMeaning(kind)));
        return kind(Written.kind(kind), AdversaryWords.meaning(kind), exclusive(kind.ofFleet()), false, keys);
    }

    private static List<KeyShape> selection() {
        return List.of(
                optional("group", new Name("group"), "of the nodes of this group only"),
                optional("region", new Name("region"), "of the nodes in this region only"),
                key("share", new Share(1e-6, 1), "100%", "a share of them, which the seed picks"),
                optional("count", new Whole(1, 1_000_000), "a number of them instead"));
    }

    private static List<String> exclusive(boolean selects) {
        return selects ? List.of("share", "count") : List.of();
    }

    private static Shape amount(Fault.Kind kind) {
        return switch (kind) {
            case CLOCK_DRIFT -> new Decimal(-10, 10);
            case THROTTLE -> new Share(0.001, 1);
            case HOT_ROOM -> new Decimal(-40, 80);
            case LOSSY_NETWORK -> new Share(0, 0.9);
            default -> new Share(0, 1);
        };
    }

    private static String amountMeaning(Fault.Kind kind) {
        return switch (kind) {
            case CLOCK_DRIFT -> "seconds gained a second; negative: lost";
            case THROTTLE -> "share of their speed that is left";
            case HOT_ROOM -> "degrees Celsius of the air around them";
            case LOSSY_NETWORK -> "share of messages";
            default -> "share of runs";
        };
    }

    private static Shape faultTime(Fault.Kind kind) {
        return switch (kind) {
            case CLOCK_SKEW -> time(MONTH.negated(), MONTH);
            case DISK_ROLLED_BACK -> time(Duration.ZERO, MONTH);
            default -> time(Duration.ZERO, MINUTE);
        };
    }

    private static String timeMeaning(Fault.Kind kind) {
        return switch (kind) {
            case CLOCK_SKEW -> "by which clocks are ahead; negative: behind";
            case DISK_ROLLED_BACK -> "how old the state is that comes back";
            case SLOW_NETWORK -> "how much longer a message takes, one way";
            default -> "what one takes";
        };
    }

    private static String meaning(Fault.Kind kind) {
        return switch (kind) {
            case CRASH -> "The process ends at once, unforced writes are lost; it starts again after `lasting`.";
            case STOP -> "The process is asked to end and finishes what it holds; it starts again after `lasting`.";
            case PAUSE -> "The process gets no time, as under SIGSTOP.";
            case DISK_FULL -> "Writes fail for want of space.";
            case TORN_WRITE -> "A crash in the middle of a write: a part of what was not forced is there.";
            case DISK_ROLLED_BACK -> "A crash, after which the disk is as it was `time` before.";
            case SLOW_DISK -> "Making a write durable takes `time`.";
            case CLOCK_SKEW -> "Wall clocks are off by `time`, and right again afterwards.";
            case CLOCK_DRIFT -> "Wall clocks gain `amount` seconds a second.";
            case SLOW_KEY -> "A signature by the identity key takes `time`.";
            case KEY_MISSING -> "The identity key does not sign.";
            case THROTTLE -> "Engines compute at `amount` of their speed.";
            case HOT_ROOM -> "The air has `amount` °C: nodes warm up as they compute, and slow down where they must.";
            case MEMORY_PRESSURE -> "Engines fail for want of memory in `amount` of their runs.";
            case ENGINE_CRASH ->
                "Engines crash in `amount` of their runs, each in a process of its own, which is started again.";
            case REVOKE ->
                "Their owner revokes them, for good (there is no `lasting`), and his registrar tells the brokers.";
            case RENEW ->
                "Their certificates are renewed, for good: they leave the mesh in order, and join it anew by the next one.";
            case CUT_OFF -> "Nodes lose their connection and can make no other.";
            case BROKER_DOWN -> "The broker ends and forgets everything; it is back, empty, after `lasting`.";
            case REGION_CUT_OFF -> "Nobody in the region reaches a broker outside of it.";
            case SLOW_NETWORK -> "Every message takes `time` longer.";
            case REGISTRAR_DOWN ->
                "Owners' registrars end; they are back, with what is in their books, after `lasting`.";
            case LOSSY_NETWORK -> "A share `amount` of messages is lost and sent again.";
        };
    }

    private static Section section(String name, String meaning, KeyShape... keys) {
        return new Section(name, meaning, List.of(keys), List.of(), false);
    }

    private static Section kind(String kind, String meaning, KeyShape... keys) {
        return kind(kind, meaning, List.of(), false, List.of(keys));
    }

    private static Section kind(
            String kind, String meaning, List<String> exclusive, boolean oneRequired, List<KeyShape> others) {
        List<KeyShape> keys = new ArrayList<>();
        keys.add(required(Variants.KIND, new Choice(Variants.KIND, List.of(kind)), "which kind"));
        keys.addAll(others);
        return new Section(kind, meaning, keys, exclusive, oneRequired);
    }

    private static KeyShape required(String name, Shape shape, String meaning) {
        return new KeyShape(name, shape, Optional.empty(), true, meaning);
    }

    private static KeyShape optional(String name, Shape shape, String meaning) {
        return new KeyShape(name, shape, Optional.empty(), false, meaning);
    }

    private static KeyShape key(String name, Shape shape, String otherwise, String meaning) {
        return new KeyShape(name, shape, Optional.of(otherwise), false, meaning);
    }

    private static Shape time(Duration min, Duration max) {
        return new Time(min, max);
    }

    private static Shape rate(double min) {
        return new Decimal(min, Arrivals.PER_SECOND_MAX);
    }

    private static Shape choice(String what, Enum<?>[] values) {
        return new Choice(what, Arrays.stream(values).map(Written::kind).toList());
    }
}
