package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.inference.FakeEngine;
import io.signet.inference.HostSettings;
import io.signet.inference.ManualClock;
import io.signet.inference.ModelHost;
import io.signet.inference.ModelInfo;
import io.signet.inference.model.ContentKey;
import io.signet.inference.model.Grant;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.Packages;
import io.signet.inference.model.Publisher;
import io.signet.inference.model.PublisherKey;
import io.signet.inference.model.TestHolder;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which grants open a package, what is said of the others, and that an encrypted model is loaded from memory alone. */
final class GrantedKeysTest {
    private static final Set<PublisherKey> TRUSTED =
            Set.of(Packages.publisher(1).key());
    private static final NodeId NODE = new NodeId(Bytes.copyOf(new byte[NodeId.SIZE_BYTES]));

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final TestHolder holder = new TestHolder();
    private final ContentKey contentKey = ContentKey.copyOf(new byte[ContentKey.SIZE_BYTES]);
    private Path models;
    private ModelPackage model;
    private GrantedKeys keys;

    @BeforeEach
    void writePackage() throws Exception {
        models = Files.createDirectories(directory.resolve("models"));
        model = ModelPackage.read(Packages.writeEncrypted(models, "digits", contentKey), TRUSTED);
        keys = new GrantedKeys(models, clock);
        keys.setHolder(holder);
    }

    private Grant.Terms terms(Duration valid) {
        return new Grant.Terms(
                model.digest(),
                NODE,
                holder.key(),
                Instant.ofEpochMilli(clock.wallMillis()).plus(valid));
    }

    private void grant(String name, Publisher publisher, Grant.Terms terms, ContentKey key) throws Exception {
        Files.write(
                models.resolve(name),
                Grant.issue(publisher, terms, key).encode().toArray());
    }

    private void assertRefused(String... reasons) {
        assertThatThrownBy(() -> keys.keyOf(model))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(reasons);
    }

    @Test
    void grantForThisNode_givesTheKey_whateverElseLiesThere() throws Exception {
        Files.writeString(models.resolve("a.grant"), "no grant");
        grant("b.grant", Packages.publisher(1), terms(Duration.ofDays(1)), contentKey);
        try (ContentKey key = keys.keyOf(model)) {
            assertThat(model.opensWith(key)).isTrue();
        }
    }

    @Test
    void noGrantOrNobodyToOpenIt_isSaidWithWhatToDo() throws Exception {
        assertRefused("there is no grant for it here: ask its publisher " + model.publisher(), "signet model grant");
        grant("a.grant", Packages.publisher(1), terms(Duration.ofDays(1)), contentKey);
        keys.unsetHolder(new TestHolder());
        keys.keyOf(model).close();
        keys.unsetHolder(holder);
        assertRefused("opens only on a node whose key is in a TPM");
    }

    @Test
    void grantOfAnotherPackage_isNotForThisOne() throws Exception {
        Grant.Terms other =
                new Grant.Terms(Digest.sha256(new byte[9]), NODE, holder.key(), Instant.ofEpochSecond(9_999_999_999L));
        grant("a.grant", Packages.publisher(1), other, contentKey);
        assertRefused("there is no grant for it here");
    }

    @Test
    void grantThatEnded_isRefused() throws Exception {
        grant("a.grant", Packages.publisher(1), terms(Duration.ofSeconds(10)), contentKey);
        keys.keyOf(model).close();
        clock.advance(Duration.ofSeconds(11));
        assertRefused("a.grant: it ended ", "ask the publisher for a new one");
    }

    @Test
    void grantOfAnotherPublisher_isRefused() throws Exception {
        grant("a.grant", Packages.publisher(2), terms(Duration.ofDays(1)), contentKey);
        assertRefused("a.grant: it was not signed by the package's publisher but by "
                + Packages.publisher(2).key());
    }

    @Test
    void grantWithTheKeyOfAnotherPackage_isRefused() throws Exception {
        byte[] other = new byte[ContentKey.SIZE_BYTES];
        other[0] = 1;
        grant("a.grant", Packages.publisher(1), terms(Duration.ofDays(1)), ContentKey.copyOf(other));
        assertRefused("a.grant: the key in it is not that of this package");
    }

    @Test
    void otherNodeOrFirmware_isSaidOfEachGrant() throws Exception {
        grant("a.grant", Packages.publisher(1), terms(Duration.ofDays(1)), contentKey);
        Grant.Terms elsewhere = new Grant.Terms(
                model.digest(),
                NODE,
                new TestHolder().key(),
                terms(Duration.ofDays(1)).notAfter());
        grant("b.grant", Packages.publisher(1), elsewhere, contentKey);
        holder.otherFirmware(true);
        assertRefused("no grant opens it: a.grant: PCR [14] has another value; b.grant: PCR [14] has another value");
        Files.delete(models.resolve("a.grant"));
        holder.otherFirmware(false);
        assertRefused("b.grant: another TPM");
    }

    @Test
    void encryptedModel_isLoadedWhenItsGrantComes_andNothingOfItIsOnTheDisk() throws Exception {
        ModelHost host = new ModelHost(HostSettings.defaults(directory.resolve("cache")), keys, clock);
        FakeEngine engine = new FakeEngine(2);
        engine.loadsFromMemory();
        host.addEngine(engine);
        ModelDirectory watched = new ModelDirectory(models, TRUSTED, host, clock);
        watched.doWork();
        assertThat(host.models()).isEmpty();

        grant("a.grant", Packages.publisher(1), terms(Duration.ofDays(1)), contentKey);
        clock.advance(Duration.ofSeconds(2));
        watched.doWork();

        assertThat(host.models()).extracting(ModelInfo::name).containsExactly("digits");
        assertThat(engine.loaded()).containsEntry("weights.bin", "0.5 0.25").containsEntry("inner/graph.txt", "y = x");
        assertThat(directory.resolve("cache")).doesNotExist();
        clock.advance(Duration.ofSeconds(2));
        Files.delete(models.resolve("a.grant"));
        watched.doWork();
        assertThat(host.models()).as("loaded is loaded").hasSize(1);
        host.close();
    }

    @Test
    void tpmThatDoesNotAnswer_isAskedAgainLater() throws Exception {
        ModelHost host = new ModelHost(HostSettings.defaults(directory.resolve("cache")), keys, clock);
        FakeEngine engine = new FakeEngine(2);
        engine.loadsFromMemory();
        host.addEngine(engine);
        ModelDirectory watched = new ModelDirectory(models, TRUSTED, host, clock);
        grant("a.grant", Packages.publisher(1), terms(Duration.ofDays(1)), contentKey);
        holder.unreachable(true);
        watched.doWork();
        holder.unreachable(false);
        clock.advance(Duration.ofSeconds(29));
        watched.doWork();
        assertThat(host.models()).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        watched.doWork();
        assertThat(host.models()).hasSize(1);
        host.close();
    }

    @Test
    void engineThatNeedsFiles_refusesAnEncryptedModel() throws Exception {
        grant("a.grant", Packages.publisher(1), terms(Duration.ofDays(1)), contentKey);
        ModelHost host = new ModelHost(HostSettings.defaults(directory.resolve("cache")), keys, clock);
        host.addEngine(new FakeEngine(2));
        assertThatThrownBy(() -> host.add(model))
                .hasMessageContaining("fake loads models from files only, and an encrypted one must not become a file");
        assertThat(directory.resolve("cache")).doesNotExist();
        host.close();
    }
}
