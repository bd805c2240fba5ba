package io.signet.inference.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.inference.ManualClock;
import io.signet.inference.PushResult;
import io.signet.inference.PushResult.Refused;
import io.signet.inference.PushResult.Wanting;
import io.signet.inference.PushResult.Why;
import io.signet.inference.model.ModelPackage;
import io.signet.inference.model.Packages;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PackageUploadsTest {
    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private Path models;
    private byte[] file;
    /** A little more than the package's head. */
    private int head;

    private Digest digest;
    private PackageUploads uploads;

    @BeforeEach
    void writePackage() throws Exception {
        Path written = Packages.write(directory, "digits");
        file = Files.readAllBytes(written);
        digest = ModelPackage.read(written, Set.of(Packages.publisher(1).key())).digest();
        head = file.length - 40;
        models = directory.resolve("models");
        uploads = uploads(1);
    }

    private PackageUploads uploads(int publisher) {
        return new PackageUploads(models, Set.of(Packages.publisher(publisher).key()), clock);
    }

    private Optional<PushResult> put(int from, int to) {
        return uploads.put(digest, from, file.length, ByteBuffer.wrap(file, from, to - from));
    }

    private Path arriving() {
        return models.resolve(digest.toHex() + ".arriving");
    }

    private static void assertRefused(Optional<PushResult> result, Why why, String reason) {
        assertThat(result).get().isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.why()).isEqualTo(why);
            assertThat(refused.reason()).contains(reason);
        });
    }

    @Test
    void parts_inOrder_makeThePackage() {
        assertThat(put(0, head)).contains(new Wanting(head));
        assertThat(put(head, head + 1)).contains(new Wanting(head + 1));
        assertThat(uploads.arrived(digest)).isEqualTo(head + 1);
        assertThat(put(head + 1, file.length)).isEmpty();
        assertThat(models.resolve("digits.signet")).hasBinaryContent(file);
        assertThat(uploads.arrived(digest)).isZero();
    }

    @Test
    void whatBrokeOff_goesOnAfterARestart() {
        put(0, head);
        uploads = uploads(1);
        assertThat(uploads.arrived(digest)).isEqualTo(head);
        assertThat(put(head, file.length)).isEmpty();
        assertThat(models.resolve("digits.signet")).hasBinaryContent(file);
    }

    @Test
    void partThatDoesNotGoOn_isRefusedAndTheOthersStay() {
        put(0, head);
        assertRefused(put(head + 1, file.length), Why.OUT_OF_ORDER, head + " bytes are here");
        assertThat(put(head, file.length)).isEmpty();
    }

    @Test
    void publisherWhoIsNotAccepted_isRefusedBeforeAnythingIsStored() {
        uploads = uploads(2);
        assertRefused(put(0, head), Why.NOT_ACCEPTED, "add that key to 'publishers'");
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void partWithoutTheWholeHead_isRefused() {
        assertRefused(put(0, 100), Why.WRONG, "the first part has to hold the whole manifest");
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void anotherPackageOrSize_isRefused() {
        ByteBuffer start = ByteBuffer.wrap(file, 0, head);
        assertRefused(
                uploads.put(Digest.sha256(Bytes.EMPTY), 0, file.length, start), Why.WRONG, "this is package " + digest);
        assertRefused(uploads.put(digest, 0, file.length + 1, start), Why.WRONG, "of " + file.length + " bytes, not");
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void wrongBytes_areFoundAndThrownAway() {
        file[file.length - 1] ^= 1;
        put(0, head);
        assertRefused(put(head, file.length), Why.WRONG, "does not have the digest");
        assertThat(models).isEmptyDirectory();
    }

    @Test
    void moreThanFourAtOnce_areRefused_untilOneIsAnHourOld() throws Exception {
        Files.createDirectories(models);
        for (int i = 0; i < 4; i++) {
            Path other = Files.writeString(models.resolve(i + ".arriving"), "x");
            Files.setLastModifiedTime(other, FileTime.fromMillis(clock.wallMillis()));
        }
        assertRefused(put(0, head), Why.BUSY, "4 other packages are arriving");
        Files.setLastModifiedTime(models.resolve("2.arriving"), FileTime.fromMillis(clock.wallMillis() - 3_600_001));
        assertThat(put(0, head)).contains(new Wanting(head));
        assertThat(models.resolve("2.arriving")).doesNotExist();
    }

    @Test
    void diskThatCannotBeWritten_isSaid() throws Exception {
        Files.writeString(models, "no directory");
        assertRefused(put(0, head), Why.NO_ROOM, "the package can't be stored");
        Files.delete(models);
        Files.createDirectories(arriving().resolve("x"));
        assertRefused(put(0, head), Why.NO_ROOM, "the package can't be stored");
    }
}
