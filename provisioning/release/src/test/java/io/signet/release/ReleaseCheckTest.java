package io.signet.release;

import static io.signet.release.TestReleases.ANNA;
import static io.signet.release.TestReleases.ARCHITECTURE;
import static io.signet.release.TestReleases.BERT;
import static io.signet.release.TestReleases.CLEO;
import static io.signet.release.TestReleases.MALLORY;
import static io.signet.release.TestReleases.NOW;
import static io.signet.release.TestReleases.PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.release.ReleaseVerdict.Accepted;
import io.signet.release.ReleaseVerdict.Reason;
import io.signet.release.ReleaseVerdict.Refused;
import io.signet.statement.Bytes;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleaseCheckTest {
    private static final SignedRoot FIRST = TestReleases.signedRoot(1);
    private static final ReleaseCheck CHECK = new ReleaseCheck(FIRST);
    private static final Release RELEASE = TestReleases.release(7, TestReleases.contents(7));
    private static final long LATER = NOW + Duration.ofDays(100 * 365).toMillis();

    private static ReleaseHead head(SignedRelease release, SignedRoot... roots) {
        return new ReleaseHead(List.of(roots), release);
    }

    private static ReleaseVerdict installable(Release release, String architecture, long running, long newest) {
        return CHECK.installable(
                head(TestReleases.signed(release), FIRST),
                new ReleaseCheck.Machine(architecture, running, newest),
                NOW);
    }

    private static void assertRefused(ReleaseVerdict verdict, Reason reason, String text) {
        assertThat(verdict).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.text()).contains(text);
        });
    }

    @Test
    void signedByEnough_isAccepted() {
        assertThat(installable(RELEASE, ARCHITECTURE, 0, 6)).isEqualTo(new Accepted(FIRST));
    }

    @Test
    void tooFewSignatures_orTheSameTwice_orOfStrangers_areNotEnough() {
        SignedRelease once = ANNA.sign(ANNA.sign(SignedRelease.unsigned(RELEASE)));
        assertRefused(CHECK.genuine(head(once, FIRST), NOW), Reason.SIGNATURES, "1 of 2 keys signed it, 2 must");
        SignedRelease strangers = CLEO.sign(MALLORY.sign(once)); // Cleo may sign roots only
        assertRefused(CHECK.genuine(head(strangers, FIRST), NOW), Reason.SIGNATURES, "1 of 2 keys");
    }

    @Test
    void signatureOfAnotherRelease_doesNotCount() {
        SignedRelease other = TestReleases.signed(TestReleases.release(6, TestReleases.contents(6)));
        SignedDocument moved = new SignedDocument(
                Release.MEDIA_TYPE, RELEASE.encode(), other.document().signatures());
        assertRefused(
                CHECK.genuine(head(new SignedRelease(moved, RELEASE), FIRST), NOW), Reason.SIGNATURES, "0 of 2 keys");
    }

    @Test
    void signatureOfARoot_isNoneOfARelease() {
        // The same payload as another type is another thing to sign.
        SignedDocument asRoot = SignedDocument.unsigned(Root.MEDIA_TYPE, RELEASE.encode());
        assertThat(asRoot.toBeSigned(ANNA.signer().algorithm(), ANNA.key().id()))
                .isNotEqualTo(SignedRelease.unsigned(RELEASE)
                        .document()
                        .toBeSigned(ANNA.signer().algorithm(), ANNA.key().id()));
    }

    @Test
    void older_same_tooFar_andForOtherMachines_areRefused() {
        assertRefused(installable(RELEASE, ARCHITECTURE, 0, 7), Reason.OLDER, "not newer than 7");
        assertRefused(installable(RELEASE, ARCHITECTURE, 8, 8), Reason.OLDER, "signet-node 1.7 (7)");
        assertRefused(installable(RELEASE, "aarch64", 0, 0), Reason.ARCHITECTURE, "for amd64, not for aarch64");
        Release far = new Release(
                RELEASE.name(), new Release.Validity(NOW, LATER, 5), List.of(Release.ANY), List.of(), RELEASE.files());
        assertRefused(installable(far, "riscv64", 4, 4), Reason.TOO_FAR, "over 5 or newer, here runs 4");
        assertThat(installable(far, "riscv64", 5, 5)).isInstanceOf(Accepted.class);
    }

    @Test
    void expired_isRefused_itselfOrItsRoot() {
        ReleaseHead head = head(TestReleases.signed(RELEASE), FIRST);
        assertRefused(CHECK.genuine(head, LATER), Reason.EXPIRED, "root 1 has expired at 2100-01-01T00:00:00Z");
        Release old = new Release(
                RELEASE.name(),
                new Release.Validity(0, NOW - 1, 0),
                RELEASE.architectures(),
                List.of(),
                RELEASE.files());
        assertRefused(CHECK.genuine(head(TestReleases.signed(old), FIRST), NOW), Reason.EXPIRED, "(7) has expired at");
    }

    @Test
    void nextRoot_needsOldAndNewKeys() {
        Root second = new Root(PRODUCT, 2, LATER, new Role(1, List.of(CLEO.key())), new Role(1, List.of(CLEO.key())));
        SignedRelease byCleo = CLEO.sign(SignedRelease.unsigned(RELEASE));
        SignedRoot good = ANNA.sign(BERT.sign(CLEO.sign(SignedRoot.unsigned(second))));
        assertThat(CHECK.genuine(head(byCleo, FIRST, good), NOW)).isEqualTo(new Accepted(good));
        SignedRoot byNew = CLEO.sign(SignedRoot.unsigned(second));
        assertRefused(CHECK.genuine(head(byCleo, byNew), NOW), Reason.ROOT, "root 2, by the keys of root 1: 1 of 3");
        SignedRoot byOld = ANNA.sign(BERT.sign(SignedRoot.unsigned(second)));
        assertRefused(CHECK.genuine(head(byCleo, byOld), NOW), Reason.ROOT, "root 2: 0 of 1 keys");
        // What the old root's keys sign counts no more.
        assertRefused(CHECK.genuine(head(TestReleases.signed(RELEASE), good), NOW), Reason.SIGNATURES, "0 of 1 keys");
    }

    @Test
    void rootsThatLeaveOneOut_orAreOfAnotherProduct_areRefused() {
        SignedRelease release = TestReleases.signed(RELEASE);
        assertRefused(
                CHECK.genuine(head(release, TestReleases.signedRoot(3)), NOW), Reason.ROOT, "root 3 does not follow");
        Root other =
                new Root("other", 2, LATER, FIRST.root().roots(), FIRST.root().releases());
        SignedRoot signed = ANNA.sign(BERT.sign(SignedRoot.unsigned(other)));
        assertRefused(CHECK.genuine(head(release, signed), NOW), Reason.ROOT, "root 2 is of 'other'");
        assertThat(CHECK.genuine(head(release, TestReleases.signedRoot(2), TestReleases.signedRoot(3)), NOW))
                .isEqualTo(new Accepted(TestReleases.signedRoot(3)));
    }

    @Test
    void otherProduct_isRefused() {
        Release other = new Release(
                new Release.Name("other", "1", 7),
                RELEASE.validity(),
                RELEASE.architectures(),
                List.of(),
                RELEASE.files());
        assertRefused(
                CHECK.genuine(head(TestReleases.signed(other), FIRST), NOW),
                Reason.OTHER_PRODUCT,
                "of 'other', the root of 'signet-node'");
    }

    @Test
    void firstRoot_isSignedByItsOwnKeys() {
        assertThat(FIRST.objectionToFirst()).isEmpty();
        assertThat(ANNA.sign(SignedRoot.unsigned(TestReleases.root(1))).objectionToFirst())
                .hasValue("root 1: 1 of 3 keys signed it, 2 must");
    }

    @Test
    void impossibleValues_areNotMade() {
        assertThatThrownBy(() -> new Role(3, List.of(ANNA.key(), BERT.key(), ANNA.key())))
                .hasMessageContaining("threshold = 3 is out of range: 1 to 2");
        for (String path : List.of("../a", "/a", "a//b", "a/../b", ".hidden", "a/b/c/d/e", "a\\b", "", "a/")) {
            assertThatThrownBy(() -> new ReleaseFile(path, 1, FIRST.fingerprint()))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        ReleaseFile file = new ReleaseFile("a", 1, FIRST.fingerprint());
        ReleaseFile below = new ReleaseFile("a/b", 1, FIRST.fingerprint());
        for (List<ReleaseFile> files : List.of(List.of(file, below), List.of(file, file), List.<ReleaseFile>of())) {
            assertThatThrownBy(() ->
                            new Release(RELEASE.name(), RELEASE.validity(), RELEASE.architectures(), List.of(), files))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new ReleaseKey(Bytes.utf8("no key"))).hasMessageContaining("Ed25519 or on P-256");
    }
}
