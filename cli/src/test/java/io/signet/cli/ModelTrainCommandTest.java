package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainCommandTest {
    @TempDir
    Path directory;

    private Cli.Result train(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "model";
        all[1] = "train";
        all[2] = "meter-digits";
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Cli(directory).system().run(all);
    }

    /** Too few steps for a good model, but all of the way. */
    @Test
    void training_writesASignedPackageAndMakesAPublisher() throws Exception {
        Path model = directory.resolve("quick.signet");
        Cli.Result result = train("--steps=3", "--batch=8", "--validate=2", "--out", model, "--json");
        assertThat(result.code()).isZero();
        Path key = directory.resolve(".config/signet/publisher.pem");
        assertThat(result.err()).isEqualTo("signet: made a publisher's key, " + key + "; keep it to yourself\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Object publisher = result.json().get("publisher");
        Cli.Result shown = new Cli(directory).run("model", "show", "--publisher", publisher, model);
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("meter-digits").containsPattern("(?m)^training\\.steps +3$");
    }

    @Test
    void modelThatCantBeTrained_isUsageError() {
        Cli.Result result = new Cli(directory).run("model", "train", "chess");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("no model 'chess' can be trained; there is meter-digits");
    }

    @Test
    void stepsOutOfRange_isUsageError() {
        Cli.Result result = train("--steps=0");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("steps = 0 is out of range: 1 to 1000000");
    }

    @Test
    void targetInAMissingDirectory_isSaidBeforeTheWork() {
        Cli.Result result = train("--out", directory.resolve("none/model.signet"));
        assertThat(result.code()).isEqualTo(73);
        assertThat(result.err()).contains("its directory does not exist");
    }

    @Test
    void keyThatIsNone_isNamed() throws Exception {
        Path key = Files.writeString(directory.resolve("key.pem"), "no key");
        Cli.Result result = train("--out", directory.resolve("m.signet"), "--publisher-key", key);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("key.pem: not a publisher key");
    }
}
