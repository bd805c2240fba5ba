package io.signet.simulator.planted;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;
import static net.bytebuddy.matcher.ElementMatchers.named;

import com.google.errorprone.annotations.Immutable;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.implementation.FieldAccessor;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.StubMethod;
import net.bytebuddy.pool.TypePool;

/** A bug that is put into one class of production code while it is loaded. */
enum PlantedBug {
    RETRY("a task that failed is not sent again", "io.signet.mesh.internal.RunningJob", type -> type.method(
                    named("redo"))
            .intercept(FixedValue.value(false))),
    DEDUPLICATION(
            "a second answer to a task is taken as the first was",
            "io.signet.mesh.internal.Requester",
            type -> type.visit(MemberSubstitution.relaxed()
                    .field(named("answered"))
                    .onRead()
                    .stub()
                    .on(named("take")))),
    NONCE_CHECK(
            "any nonce in an answer will do",
            "io.signet.mesh.internal.AnswerCheck",
            type -> type.visit(MemberSubstitution.relaxed()
                    .method(named("equals").and(isDeclaredBy(named("io.signet.statement.Nonce"))))
                    .replaceWith(wrong("same"))
                    .on(named("check")))),
    ORDERED_MERGE(
            "the parts of a job are joined last part first",
            "io.signet.mesh.internal.RunningJob",
            type -> type.visit(MemberSubstitution.relaxed()
                    .method(named("values"))
                    .replaceWith(wrong("lastFirst"))
                    .on(named("complete")))),
    FSYNC_BEFORE_SIGN(
            "a head is signed over entries that were written and not forced",
            "io.signet.attestation.internal.LogStore",
            type -> type.method(named("force")).intercept(StubMethod.INSTANCE)),
    QUEUE_BOUND(
            "a node takes tasks beyond its places",
            "io.signet.mesh.internal.Worker",
            type -> type.visit(MemberSubstitution.relaxed()
                    .method(named("runningTasks"))
                    .stub()
                    .on(named("admit")))),
    LAST_WILL("last wills are ignored", "io.signet.mesh.internal.Membership", type -> type.method(named("offline"))
            .intercept(StubMethod.INSTANCE)),
    DEADLINE("jobs have no deadline", "io.signet.mesh.internal.RunningJob", type -> type.method(named("deadlineMillis"))
            .intercept(FixedValue.value(Long.MAX_VALUE))),
    REPLAY_WINDOW(
            "a node forgets a request after a second, while a copy of it still looks fresh",
            "io.signet.mesh.internal.ReplayGuard",
            type -> type.visit(MemberSubstitution.relaxed()
                    .field(named("rememberMillis"))
                    .onRead()
                    .replaceWith(wrong("aSecond"))
                    .on(named("forget")))),
    PLACEMENT_FRESHNESS(
            "work is placed by the first report of each node",
            "io.signet.mesh.internal.PeerState",
            type -> type.visit(MemberSubstitution.relaxed()
                    .field(named("report"))
                    .onWrite()
                    .stub()
                    .on(named("reported")))),
    WITNESS_RULE(
            "a witness signs whatever it is shown",
            "io.signet.attestation.internal.WitnessMemory",
            type -> type.visit(MemberSubstitution.relaxed()
                    .method(named("of").and(isDeclaredBy(named("io.signet.statement.Sighting"))))
                    .replaceWith(wrong("signed"))
                    .on(named("look")))),
    SET_BACK(
            "a node whose log was set back goes on as if nothing had happened",
            "io.signet.mesh.internal.Witnesses",
            type -> type.method(named("wasSetBack")).intercept(StubMethod.INSTANCE)),
    RELIEF("a node that is hot is given as much work as any", "io.signet.mesh.internal.Candidate", type -> type.method(
                    named("offeredRowsPerSecond"))
            .intercept(FieldAccessor.ofField("rowsPerSecond"))),
    REVOCATION(
            "a list of revocations is taken, and nobody is believed less for it",
            "io.signet.mesh.internal.Trust",
            type -> type.method(named("revoke")).intercept(StubMethod.INSTANCE)),
    JITTER(
            "boxes that wait for the same thing ask again at one moment",
            "io.signet.firstboot.Jitter",
            type -> type.method(named("of")).intercept(FixedValue.argument(0))),
    RENEWAL_TIME(
            "a certificate is renewed when a third of its life is over",
            "io.signet.firstboot.member.RenewalTime",
            type -> type.visit(MemberSubstitution.relaxed()
                    .method(named("multipliedBy").and(isDeclaredBy(Duration.class)))
                    .replaceWith(wrong("once"))
                    .on(named("of"))));

    /** Changes a class. */
    @Immutable
    private interface Change {
        DynamicType.Builder<?> plant(DynamicType.Builder<?> type);
    }

    private final String what;
    private final String type;
    private final Change change;

    PlantedBug(String what, String type, Change change) {
        this.what = what;
        this.type = type;
        this.change = change;
    }

    /** As the page calls it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The one that the page calls {@code label}. */
    static PlantedBug labelled(String label) {
        return Arrays.stream(values())
                .filter(bug -> bug.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    /** What the code does wrong with it. */
    String what() {
        return what;
    }

    /** Name of the class that has it. */
    String type() {
        return type;
    }

    /** The class with the bug, made of the one that {@code production} has. */
    byte[] classFile(ClassLoader production) {
        ClassFileLocator files = ClassFileLocator.ForClassLoader.of(production);
        TypePool types = TypePool.Default.of(files);
        DynamicType.Builder<?> whole =
                new ByteBuddy().redefine(types.describe(type).resolve(), files);
        return change.plant(whole).make(types).getBytes();
    }

    private static Method wrong(String name) {
        return Arrays.stream(Wrong.class.getMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
