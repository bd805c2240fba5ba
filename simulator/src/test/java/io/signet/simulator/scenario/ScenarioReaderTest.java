package io.signet.simulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.signet.simulator.scenario.Arrivals.Trace;
import io.signet.simulator.scenario.NetworkPlan.Broker;
import io.signet.simulator.scenario.NetworkPlan.RegionPair;
import io.signet.simulator.scenario.Target.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioReaderTest {
    private static final String HEAD = "name: test\nclaim: It works.\n";

    @TempDir
    Path directory;

    @Test
    void nameAndClaimAlone_areAScenarioOfDefaults() throws ScenarioException {
        assertThat(ScenarioReader.read("test.yaml", HEAD))
                .isEqualTo(new Scenario(
                        "test",
                        "It works.",
                        false,
                        Set.of(Mode.VIRTUAL),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(45),
                        1,
                        Map.of("cpu-2core", BuiltInHardware.BY_NAME.get("cpu-2core")),
                        List.of(new NodeGroup("nodes", 10, "cpu-2core", "owner", "home", List.of("double"), 128)),
                        List.of(new RequesterGroup(
                                "requesters",
                                1,
                                "home",
                                new Arrivals.Poisson(1),
                                new JobShape("double", 100, 100, Duration.ofSeconds(30)))),
                        new NetworkPlan(
                                List.of(new Broker("main", "home")), Duration.ofMillis(2), Map.of(), 0.1, 0, 0, 0),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    /** The parser reads in pieces of 1,025 characters, and failed where one of two code units crossed their edge. */
    @Test
    void characterOfTwoCodeUnits_isReadWhereverItStands() throws ScenarioException {
        for (int place = 1000; place < 1050; place++) {
            String text = HEAD + "# " + "-".repeat(place - HEAD.length() - 2) + "\ud83d\ude00\n";
            assertThat(ScenarioReader.read("test.yaml", text).name()).isEqualTo("test");
        }
    }

    @Test
    void characterCutInHalf_isRefused() {
        for (int place = 1000; place < 1050; place++) {
            String text = HEAD + "# " + "-".repeat(place - HEAD.length() - 2) + "\ud83d";
            assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("test.yaml", text)))
                    .isNotNull();
        }
    }

    @Test
    void everyKey_isRead() throws ScenarioException {
        Scenario scenario = ScenarioReader.read(
                "test.yaml",
                """
                name: everything
                claim: "Everything: it works."
                quick: true
                modes: [virtual, real]
                duration: 1.5h
                settle: 2m
                seed: -7
                hardware:
                  own: {rows-per-second: 12.5, spread: 20%, run-overhead: 200us, sign: 50ms, force: 4ms}
                fleet:
                  - {name: a, count: 3, hardware: own, owner: anna, region: north, models: [m1, m2], tasks-max: 9}
                  - {name: b, hardware: jetson-thor, region: south, models: m1}
                requesters:
                  - {name: r, count: 2, region: south, model: m2, rows: 5..50, timeout: 5s, arrivals: {kind: closed, in-flight: 3}}
                network:
                  brokers: [{name: one, region: north}, {name: two, region: south}]
                  latency: 3ms
                  latencies: [{from: south, to: north, latency: 40ms}]
                  jitter: 5%
                  loss: 0.01
                  duplication: 2%
                  reordering: 3%
                faults:
                  - {kind: throttle, at: 1m, lasting: 10s, group: a, region: north, count: 2, amount: 30%}
                  - {kind: clock-skew, time: -5s, share: 50%}
                  - {kind: broker-down, broker: two, at: 1s}
                  - {kind: broker-down}
                  - {kind: region-cut-off, region: south}
                adversaries:
                  - {kind: lazy, group: b, amount: 10%, from: 2s}
                  - {kind: forged-identity, amount: 70}
                claims: [latency-p99 <= 2.5s, "jobs-completed>=99.9%", dropped <= 3]
                """);

        assertThat(scenario)
                .isEqualTo(new Scenario(
                        "everything",
                        "Everything: it works.",
                        true,
                        Set.of(Mode.VIRTUAL, Mode.REAL),
                        Duration.ofMinutes(90),
                        Duration.ofMinutes(2),
                        -7,
                        Map.of(
                                "own",
                                new HardwareClass(
                                        "own",
                                        12.5,
                                        0.2,
                                        Duration.ofNanos(200_000),
                                        Duration.ofMillis(50),
                                        Duration.ofMillis(4)),
                                "jetson-thor",
                                BuiltInHardware.BY_NAME.get("jetson-thor")),
                        List.of(
                                new NodeGroup("a", 3, "own", "anna", "north", List.of("m1", "m2"), 9),
                                new NodeGroup("b", 10, "jetson-thor", "owner", "south", List.of("m1"), 128)),
                        List.of(new RequesterGroup(
                                "r",
                                2,
                                "south",
                                new Arrivals.Closed(3),
                                new JobShape("m2", 5, 50, Duration.ofSeconds(5)))),
                        new NetworkPlan(
                                List.of(new Broker("one", "north"), new Broker("two", "south")),
                                Duration.ofMillis(3),
                                Map.of(new RegionPair("north", "south"), Duration.ofMillis(40)),
                                0.05,
                                0.01,
                                0.02,
                                0.03),
                        List.of(
                                fault(
                                        Fault.Kind.THROTTLE,
                                        Duration.ofMinutes(1),
                                        Optional.of(Duration.ofSeconds(10)),
                                        new Selection(Optional.of("a"), Optional.of("north"), 1, OptionalInt.of(2)),
                                        Optional.empty(),
                                        0.3,
                                        Duration.ZERO),
                                fault(
                                        Fault.Kind.CLOCK_SKEW,
                                        Duration.ZERO,
                                        Optional.empty(),
                                        new Selection(Optional.empty(), Optional.empty(), 0.5, OptionalInt.empty()),
                                        Optional.empty(),
                                        1,
                                        Duration.ofSeconds(-5)),
                                broker(Duration.ofSeconds(1), "two"),
                                broker(Duration.ZERO, "one"),
                                fault(
                                        Fault.Kind.REGION_CUT_OFF,
                                        Duration.ZERO,
                                        Optional.empty(),
                                        Selection.ALL,
                                        Optional.of("south"),
                                        1,
                                        Duration.ZERO)),
                        List.of(
                                new Adversary(
                                        Adversary.Kind.LAZY,
                                        new Selection(Optional.of("b"), Optional.empty(), 1, OptionalInt.empty()),
                                        0.1,
                                        Duration.ofSeconds(2)),
                                new Adversary(Adversary.Kind.FORGED_IDENTITY, Selection.ALL, 70, Duration.ZERO)),
                        List.of(
                                new Target(Metric.LATENCY_P99, Comparison.AT_MOST, 2.5),
                                new Target(Metric.JOBS_COMPLETED, Comparison.AT_LEAST, 0.999),
                                new Target(Metric.DROPPED, Comparison.AT_MOST, 3))));
    }

    private static Fault fault(
            Fault.Kind kind,
            Duration at,
            Optional<Duration> lasting,
            Selection nodes,
            Optional<String> target,
            double amount,
            Duration time) {
        return new Fault(kind, at, lasting, nodes, target, amount, time);
    }

    private static Fault broker(Duration at, String name) {
        return fault(Fault.Kind.BROKER_DOWN, at, Optional.empty(), Selection.ALL, Optional.of(name), 1, Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "durations: 1m | 3:1 | unknown key of a scenario 'durations', did you mean 'duration'? Allowed: name, claim, quick, modes, duration, settle, seed, hardware, fleet, requesters, network, witnesses, listed-firmware, pallet, faults, adversaries, claims",
                "seed: 1.5 | 3:7 | 'seed' is a whole number of -9223372036854775808 to 9223372036854775807, not this: '1.5'",
                "duration: 10 | 3:11 | 'duration' is a duration like 250ms, 4s, 10m, 1h or 2d, of 100ms to 30d, not this: '10'",
                "duration: 31d | 3:11 | 'duration' is a duration like 250ms, 4s, 10m, 1h or 2d, of 100ms to 30d, not this: '31d'",
                "duration: | 3:10 | 'duration' is a duration like 250ms, 4s, 10m, 1h or 2d, of 100ms to 30d, not this: it has no value",
                "quick: yes | 3:8 | 'quick' is true or false, not this: 'yes'",
                "modes: [virtual, reel] | 3:18 | unknown mode 'reel', did you mean 'real'? Allowed: virtual, real",
                "modes: [] | 3:8 | 'modes' has 0 entries; allowed are 1 to 2",
                "name: again | 3:1 | 'name' is given twice in a scenario",
                "? [a] | 3:3 | a key is a plain word",
                "network: main | 3:10 | a network is a group of 'key: value' pairs",
                "network: {los: 1%} | 3:11 | unknown key of a network 'los', did you mean 'loss'? Allowed: brokers, latency, latencies, jitter, loss, duplication, reordering",
                "faults: {kind: revoke, lasting: 10s} | 3:33 | 'revoke' is for good: leave out 'lasting'",
                "pallet: {boxs: 5} | 3:10 | unknown key of a pallet 'boxs', did you mean 'boxes'? Allowed: boxes, switched-on-over, clones, wrong-codes, certificate-life",
                "network: {loss: 100%} | 3:17 | 'loss' is a share like 30% or 0.3, of 0 to 0.9, not this: '100%'",
                "network: {loss: [1%]} | 3:17 | 'loss' is a share like 30% or 0.3, of 0 to 0.9, not this: it is a list or a group of keys",
                "fleet: [{count: 0}] | 3:17 | 'count' is a whole number of 1 to 1000000, not this: '0'",
                "fleet: [{name: A_1}] | 3:16 | 'name' is the name of a group, 1 to 40 lower-case letters, digits and hyphens, not this: 'A_1'",
                "fleet: [{name: 5}] | 3:16 | 'name' is the name of a group, 1 to 40 lower-case letters, digits and hyphens (in quotes if it looks like a number or a switch), not this: '5'",
                "fleet: [{hardware: jetson-tor}] | 3:20 | unknown hardware class 'jetson-tor', did you mean 'jetson-thor'? Allowed: cpu-2core, jetson-agx-orin, jetson-orin-nano, jetson-orin-nx, jetson-thor",
                "fleet: [{}, {}] | 3:13 | two groups are called 'nodes': give each a 'name'",
                "fleet: [{name: a}, {name: a}] | 3:27 | two groups are called 'a'",
                "hardware: {h: {spread: 10%}} | 3:15 | a hardware class needs the key 'rows-per-second': rows that its engine computes a second",
                "hardware: {H: {rows-per-second: 1}} | 3:12 | 'H' is no name of a hardware class: it has 1 to 40 lower-case letters, digits and hyphens",
                "hardware: [] | 3:11 | 'hardware' is a group of 'name: {...}' pairs",
                "requesters: {model: duoble} | 3:21 | unknown model 'duoble', did you mean 'double'? Allowed: double",
                "requesters: {rows: 10..5} | 3:20 | 'rows' is a number of rows like 100, or a range like 10..100, of 1 to 1000000, not this: '10..5'",
                "requesters: {arrivals: poisson} | 3:24 | arrivals is a group of keys with a 'kind'; kinds are poisson, bursts, day-curve, trace, closed",
                "requesters: {arrivals: {per-second: 1}} | 3:24 | arrivals needs the key 'kind': one of poisson, bursts, day-curve, trace, closed",
                "requesters: {arrivals: {kind: [poisson]}} | 3:31 | 'kind' is one of poisson, bursts, day-curve, trace, closed",
                "requesters: {arrivals: {kind: poison}} | 3:31 | unknown kind of arrivals 'poison', did you mean 'poisson'? Allowed: poisson, bursts, day-curve, trace, closed",
                "requesters: {arrivals: {kind: poisson, peak-per-second: 2}} | 3:40 | unknown key of a poisson 'peak-per-second'; Allowed: kind, per-second",
                "requesters: {arrivals: {kind: bursts, peak-per-second: 2, every: 1s, lasting: 2s}} | 3:79 | 'lasting' is at most 'every', 1s",
                "requesters: {arrivals: {kind: day-curve, day: 1m, peak-at: 2m}} | 3:60 | 'peak-at' is at most 'day', 1m",
                "requesters: {arrivals: {kind: trace}} | 3:24 | a trace needs 'file' or 'entries'",
                "requesters: {arrivals: {kind: trace, file: a.csv}} | 3:44 | a trace is read from a file only beside a scenario that is a file: use 'entries'",
                "requesters: {arrivals: {kind: trace, file: ../a.csv}} | 3:44 | 'file' is the plain name of a file in the scenario's directory, not this: '../a.csv'",
                "requesters: {arrivals: {kind: trace, entries: [{at: 2s, rows: 1}, {at: 1s, rows: 1}]}} | 3:72 | this entry is earlier than the one before it",
                "network: {latencies: [{from: home, to: hoome, latency: 1s}]} | 3:40 | unknown region 'hoome', did you mean 'home'? Allowed: home",
                "network: {latencies: [{from: home, to: home, latency: 1s}, {from: home, to: home, latency: 1s}]} | 3:60 | the latency between home and home is given twice",
                "network: {brokers: [{}, {region: home}]} | 3:25 | two brokers are called 'main': give each a 'name'",
                "faults: [{kind: crsh}] | 3:17 | unknown kind of fault 'crsh', did you mean 'crash'? Allowed: crash, stop, pause, disk-full, torn-write, disk-rolled-back, slow-disk, clock-skew, clock-drift, slow-key, key-missing, throttle, hot-room, memory-pressure, engine-crash, revoke, renew, cut-off, broker-down, region-cut-off, slow-network, lossy-network, registrar-down",
                "faults: [{kind: throttle}] | 3:10 | a throttle needs the key 'amount': share of their speed that is left",
                "faults: [{kind: crash, at: 2m}] | 3:28 | 'at' is after the end: the scenario's duration is 1m",
                "faults: [{kind: crash, share: 1%, count: 2}] | 3:35 | only one of share and count can be given",
                "faults: [{kind: crash, group: node}] | 3:31 | unknown group 'node', did you mean 'nodes'? Allowed: nodes",
                "faults: [{kind: crash, region: hame}] | 3:32 | unknown region 'hame', did you mean 'home'? Allowed: home",
                "faults: [{kind: broker-down, broker: mian}] | 3:38 | unknown broker 'mian', did you mean 'main'? Allowed: main",
                "faults: [{kind: region-cut-off, region: mars}] | 3:41 | unknown region 'mars'; Allowed: home",
                "adversaries: [{kind: lasy}] | 3:22 | unknown kind of adversary 'lasy', did you mean 'lazy'? Allowed: altered-output, wrong-input, wrong-key, old-answer, attested-lie, false-capacity, lazy, equivocating-log, signs-everything, stolen-session-key, other-firmware, copied-evidence, old-evidence, talks-on, replay, flood, evidence-flood, forged-identity",
                "adversaries: [{kind: flood, group: nodes}] | 3:29 | unknown key of a flood 'group'; Allowed: kind, from, amount",
                "adversaries: [{kind: lazy, group: mesh}] | 3:35 | unknown group 'mesh'; Allowed: nodes",
                "adversaries: [{kind: lazy, from: 1h}] | 3:34 | 'from' is after the end: the scenario's duration is 1m",
                "claims: [latency-p98 <= 1s] | 3:10 | unknown metric 'latency-p98', did you mean 'latency-p99'? Allowed: jobs-completed, jobs-ended, rows-per-second, utilisation, latency-p50, latency-p99, latency-max, retried, not-believed, cheats-found, attested-lies, dropped, convergence, statements-per-signature, witnessed, forks-accepted, forks-proved, unlisted-firmware, set-back, revocation-learned, nodes-in-the-end, enrolled-after-return, requests-per-second-max, certificates-per-node-max, told-why, heat-throttled, imbalance",
                "claims: [latency-p99 < 1s] | 3:22 | '<' compares nothing: allowed are <= and >=",
                "claims: [latency-p99 <= 5%] | 3:25 | '5%' is no bound of latency-p99: it is a duration like 250ms or 2.5s",
                "claims: [retried <= 1s] | 3:21 | '1s' is no bound of retried: it is a number like 0.95, or a share like 95%",
                "claims: [dropped <= 1%] | 3:21 | '1%' is no bound of dropped: it is a number of messages",
                "claims: [it works] | 3:10 | 'it works' is no claim: a claim is like 'latency-p99 <= 2.5s' or 'jobs-completed >= 99.9%'",
                "seed: *x | 3:7 | aliases (*) are not part of the language: repeat what is meant",
                "seed: [[[[[[[[[[[[[[[[[[[[[[[[[[[[ | 3:26 | more than 20 levels deep",
            })
    void wrongLine_isRefusedWithItsPlaceAndWhatIsAllowed(String line, String place, String message) {
        assertThat(problems(HEAD + line + "\n")).containsExactly("test.yaml:" + place + ": " + message);
    }

    @Test
    void whatAMeshHas_isRefusedBesideAPallet() {
        assertThat(problems(HEAD + "modes: [real]\npallet: {}\nfleet: {count: 3}\nfaults:\n  - {kind: crash}\n"))
                .containsExactly(
                        "test.yaml:3:9: a pallet needs the mode virtual",
                        "test.yaml:5:8: a pallet has no 'fleet'",
                        "test.yaml:7:5: the one fault of a pallet is 'registrar-down'");
    }

    @Test
    void groupAndRegionThatExcludeEachOther_areRefused() {
        assertThat(
                        problems(
                                HEAD
                                        + """
                                fleet: [{name: a, region: north}, {name: b, region: south}]
                                faults: [{kind: crash, group: a, region: south}]
                                """))
                .containsExactly("test.yaml:4:42: no node of group a is in region south");
    }

    @Test
    void missingNameAndClaim_areAskedFor() {
        assertThat(problems("seed: 1\n"))
                .containsExactly(
                        "test.yaml:1:1: a scenario needs the key 'claim': what it proves, in one sentence",
                        "test.yaml:1:1: a scenario needs the key 'name': by which it is called");
    }

    @Test
    void allProblems_areToldAtOnceInTheOrderOfTheText() {
        assertThat(
                        problems(
                                """
                        name: test
                        claim: " "
                        quik: true
                        fleet:
                          - count: many
                            hardware: abacus
                        claims:
                          - convergence >= soon
                        """))
                .extracting(problem -> problem.substring(0, problem.indexOf(' ')))
                .containsExactly(
                        "test.yaml:2:8:", "test.yaml:3:1:", "test.yaml:5:12:", "test.yaml:6:15:", "test.yaml:8:20:");
    }

    @Test
    void manyProblems_areListedUpToABound() {
        assertThat(problems(HEAD + keys(100))).hasSize(ScenarioException.PROBLEMS_MAX);
    }

    private static String keys(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("unknown").append(i).append(": 1\n");
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n"})
    void emptyText_isRefused(String text) {
        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("test.yaml", text))
                        .problems())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: [a | 2:1",
                "name: 'a | 2:1",
                "a: b: c | 1:5",
                "\\tname: a | 1:1",
                "name: a\\n---\\nname: b | 2:1"
            })
    void textThatIsNotYaml_isRefusedWithItsPlace(String text, String place) {
        assertThat(problems(text.replace("\\n", "\n").replace("\\t", "\t") + "\n"))
                .singleElement()
                .asString()
                .startsWith("test.yaml:" + place + ": not YAML: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\UFFFFFFFF | 1:1: not YAML: after this comes an escape of no character",
                "\\U00110000 | 1:10: not YAML: found unknown escape character 00110000",
            })
    void escapeOfNoCharacter_isRefused(String escape, String problem) {
        assertThat(problems("name: \"" + escape + "\"\n")).containsExactly("test.yaml:" + problem);
    }

    @Test
    void textThatIsTooLong_isRefused() {
        assertThat(problems("#".repeat(ScenarioReader.FILE_BYTES_MAX + 1)))
                .containsExactly("test.yaml: the text is longer than 4194304 characters");
    }

    @Test
    void missingFile_isRefusedByName() {
        Path file = directory.resolve("absent.yaml");

        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file)))
                .hasMessage(file + ": there is no such file");
    }

    @Test
    void fileThatIsNotText_isRefusedByName() throws IOException {
        Path file = Files.write(directory.resolve("bytes.yaml"), new byte[] {'a', (byte) 0xff});

        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file)))
                .hasMessage(file + ": the file is not UTF-8 text");
    }

    @Test
    void fileThatIsTooLarge_isRefusedByName() throws IOException {
        Path file = Files.write(directory.resolve("large.yaml"), new byte[ScenarioReader.FILE_BYTES_MAX + 1]);

        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file)))
                .hasMessage(file + ": the file has 4194305 bytes; at most 4194304 are allowed");
    }

    @Test
    void traceBesideTheScenario_isRead() throws IOException, ScenarioException {
        Files.writeString(directory.resolve("jobs.csv"), "at_ms,rows\n0,5\n250.5,20\n");
        Path file = withTrace("jobs.csv");

        assertThat(ScenarioReader.read(file).requesters().get(0).arrivals())
                .isEqualTo(new Trace(List.of(
                        new Trace.Entry(Duration.ZERO, 5), new Trace.Entry(Duration.ofNanos(250_500_000), 20))));
    }

    @Test
    void wrongLinesOfATrace_areRefusedWithTheirPlaces() throws IOException {
        Files.writeString(
                directory.resolve("jobs.csv"), "at_ms,rows\n10,5\nsoon,5\n5,5\n10,0\n10,2000000\n9999999999,1\n");
        Path file = withTrace("jobs.csv");

        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file))
                        .problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "jobs.csv:3:1: 'soon,5' is no job: a line is like '250,20'",
                        "jobs.csv:4:1: '5,5' is earlier than the line before it",
                        "jobs.csv:5:1: '10,0' is no job: a line is like '250,20'",
                        "jobs.csv:6:1: '10,2000000': at_ms is at most 2592000000, rows at most 1000000",
                        "jobs.csv:7:1: '9999999999,1': at_ms is at most 2592000000, rows at most 1000000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at,rows | jobs.csv:1:1: the first line of a trace is 'at_ms,rows'",
                "at_ms,rows | jobs.csv:1:1: a trace has at least one job",
            })
    void traceWithoutHeadOrJobs_isRefused(String text, String message) throws IOException {
        Files.writeString(directory.resolve("jobs.csv"), text + "\n");
        Path file = withTrace("jobs.csv");

        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file)))
                .hasMessage(message);
    }

    @Test
    void missingTrace_isRefusedWhereItIsNamed() throws IOException {
        Path file = withTrace("absent.csv");

        assertThat(catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read(file)))
                .hasMessage(file + ":3:44: there is no trace absent.csv in the scenario's directory");
    }

    private Path withTrace(String name) throws IOException {
        return Files.writeString(
                directory.resolve("test.yaml"), HEAD + "requesters: {arrivals: {kind: trace, file: " + name + "}}\n");
    }

    private static List<String> problems(String text) {
        ScenarioException e =
                catchThrowableOfType(ScenarioException.class, () -> ScenarioReader.read("test.yaml", text));
        assertThat(e).as("it was read").isNotNull();
        assertThat(e.getMessage())
                .isEqualTo(String.join(
                        "\n", e.problems().stream().map(Problem::toString).toList()));
        return e.problems().stream().map(Problem::toString).toList();
    }
}
