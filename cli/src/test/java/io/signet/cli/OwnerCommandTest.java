package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.enrolment.Label;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An owner, from the first command to the last, and the registrar that he asks. */
class OwnerCommandTest {
    @TempDir
    private static Path directory;

    private static Path home;
    private static Path passphrase;
    private static Thread registrar;

    private static Cli.Result run(Object... arguments) {
        return new Cli(directory).system().run(arguments);
    }

    private static Path passphrase(String name, String text) throws Exception {
        Path file = directory.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text + "\n");
    }

    @BeforeAll
    static void start() throws Exception {
        home = directory.resolve("owner");
        passphrase = passphrase("passphrase", "correct horse battery staple");
        Cli.Result made = run("owner", "init", home, "--name", "Anna", "--passphrase-file", passphrase);
        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("Made the owner 'Anna'", "signet registrar run --home");
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        registrar = new Thread(() -> {
            StringWriter err = new StringWriter();
            Environment environment = new Environment(
                    io.signet.runtime.Clock.SYSTEM,
                    new SecureRandom(),
                    Map.of(),
                    directory,
                    false,
                    Optional.empty(),
                    Cli.NOBODY);
            PrintWriter out = new PrintWriter(new StringWriter()) {
                @Override
                public void println(String line) {
                    said.add(line);
                }
            };
            SignetCommand.commandLine(environment, out, new PrintWriter(err, true))
                    .execute(
                            "registrar",
                            "run",
                            "--home",
                            home.toString(),
                            "--port",
                            "0",
                            "--no-announce",
                            "--passphrase-file",
                            passphrase.toString());
            said.add("ended: " + err);
        });
        registrar.start();
        assertThat(said.poll(30, TimeUnit.SECONDS)).startsWith("ready: nodes enrol at https://localhost:");
    }

    @AfterAll
    static void stop() throws Exception {
        registrar.interrupt();
        registrar.join(TimeUnit.SECONDS.toMillis(20));
        assertThat(registrar.isAlive()).isFalse();
        assertThat(home.resolve("registrar.url")).doesNotExist();
    }

    private static Cli.Result owner(String command, Object... more) {
        Object[] arguments = new Object[more.length + 6];
        arguments[0] = "owner";
        arguments[1] = command;
        System.arraycopy(more, 0, arguments, 2, more.length);
        arguments[arguments.length - 4] = "--home";
        arguments[arguments.length - 3] = home;
        arguments[arguments.length - 2] = "--passphrase-file";
        arguments[arguments.length - 1] = passphrase;
        return run(arguments);
    }

    private static String output(String command, Object... more) {
        Cli.Result result = owner(command, more);
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    @Test
    void label_isMade_claimed_approved_revoked_andAllOfItIsInTheTrail() {
        String[] made = output("label").strip().split(" +");
        Label label = Label.parse(made[1]);
        assertThat(label.id().toHex()).isEqualTo(made[0]);
        assertThat(output("claim", made[1], "--name", "barn 1", "--site", "farm"))
                .isEqualTo("label " + made[0] + " (barn 1) is claimed\n");
        assertThat(output("approve", made[0])).contains("is claimed; approved beforehand");
        assertThat(output("nodes")).containsPattern(made[0] + " +claimed +barn 1 +farm");
        assertThat(output("revoke", made[0])).contains("is revoked");
        Cli.Result again = owner("claim", made[1]);
        assertThat(again.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(again.err()).contains("claimed already: it is revoked as barn 1");
        assertThat(output("audit"))
                .containsSubsequence("REVOKE", "APPROVE", "CLAIM", "LABEL")
                .contains(made[0]);
    }

    @Test
    void labels_getQrCodes_thatAClaimReads() throws Exception {
        Path picture = directory.resolve("one.png");
        String code = output("label", "--qr", picture).strip().split(" +")[1];
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(picture)))
                .isEqualTo("rw-------");
        assertThat(output("claim", "--photo", picture, "--name", "seen"))
                .contains(Label.parse(code).id() + " (seen) is claimed");
        assertThat(owner("label", "--qr", picture).code()).isEqualTo(ExitCode.CANNOT_CREATE.code());
        assertThat(owner("label", "--qr", "labels.gif").code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(owner("claim", code, "--photo", picture).code()).isEqualTo(ExitCode.USAGE.code());
        Path sheet = directory.resolve("pallet.html");
        String[] lines = output("label", "--count", "3", "--qr", sheet).split("\n");
        for (String line : lines) {
            assertThat(Files.readString(sheet)).contains(line.split(" +"));
        }
        assertThat(output("label", "--qr")).contains("\u2588\u2580");
    }

    @Test
    void labelsOfAnother_areClaimedByTheirCode_howeverItIsTyped() throws Exception {
        Label label = Label.draw(new SecureRandom());
        assertThat(output("claim", "signet:" + label.text().toLowerCase(java.util.Locale.ROOT), "--approve"))
                .contains(label.id() + " is claimed; approved beforehand");
        assertThat(owner("nodes", "--json").json()).containsKey("nodes");
        Cli.Result wrong = owner("claim", "000G-40R4-0M30-E209-185G-R38E-1W5C");
        assertThat(wrong.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(wrong.err()).contains("typing error");
    }

    @Test
    void whatIsWantedOfANode_isSet_andExported() throws Exception {
        String[] made = output("label").strip().split(" +");
        output("claim", made[1], "--name", "barn 1");
        Path models = Files.createDirectories(home.resolve("models"));
        Files.writeString(models.resolve("small"), "not much of a model");
        assertThat(output("set", made[0], "--group", "=north", "--mesh", "home", "--model", "small"))
                .contains("(barn 1)");
        assertThat(output("models", "--group", "=north", "--model", "small")).containsPattern("small +19 .* yes");
        assertThat(output("export")).contains("label,state,name", made[0] + ",claimed,barn 1,,'=north,home,");
        assertThat(output("export", "--certificates"))
                .isEqualTo("serial,label,node,assurance,evidence,issued,end,revoked\r\n");
        Cli.Result unknown = owner("set", made[0], "--model", "large");
        assertThat(unknown.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(unknown.err()).contains("no model package 'large'; it has small");
        for (String act : List.of("renew", "retire", "release")) {
            assertThat(owner(act, made[0]).err()).contains("is claimed: this can be done to what is");
        }
        assertThat(owner("set", made[0]).code()).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void updates_needARootAndARelease() {
        assertThat(output("update", "status")).isEqualTo("no release was begun\n");
        Cli.Result missing = owner("update", "start", "node-12", "--stages", "canary,default");
        assertThat(missing.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(missing.err()).contains("no release 'node-12' is here: copy it into the directory 'releases'");
        assertThat(owner("update", "stop").err()).contains("no release is on its way");
        assertThat(owner("update", "trust", passphrase).err()).contains("is no root of releases");
    }

    @Test
    void brokerAndRequester_getTheirDirectories() throws Exception {
        Path broker = directory.resolve("broker");
        assertThat(output("member", "broker", broker)).contains("signet broker run --home " + broker);
        MeshProfile profile = MeshProfile.read(broker.resolve(MeshProfile.FILE_NAME));
        assertThat(profile.brokers()).containsExactly(URI.create("mqtts://localhost:8883"));
        assertThat(Credentials.load(profile.key(), profile.chain())
                        .chain()
                        .get(0)
                        .getSubjectAlternativeNames()
                        .toString())
                .contains("localhost");
        TrustPolicyFile.read(profile.trust());
        output("member", "requester", directory.resolve("me"));
        Cli.Result again = owner("member", "requester", directory.resolve("me"));
        assertThat(again.code()).isEqualTo(ExitCode.CANNOT_CREATE.code());
        assertThat(owner("member", "king", directory.resolve("king")).code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(directory.resolve("king")).doesNotExist();
        Cli.Result lost = owner("member", "requester", directory.resolve("lost"), "--mesh", "nowhere");
        assertThat(lost.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(lost.err()).contains("this owner has no mesh nowhere; it has home");
        assertThat(directory.resolve("lost")).doesNotExist();
    }

    @Test
    void mistakes_areToldWithWhatToDo() throws Exception {
        Cli.Result unknown = owner("approve", "0011223344556677");
        assertThat(unknown.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(unknown.err()).contains("no label 0011223344556677 is known here");
        Path wrong = passphrase("wrong", "incorrect horse battery staple");
        Cli.Result refused = run("owner", "nodes", "--home", home, "--passphrase-file", wrong);
        assertThat(refused.code()).isEqualTo(ExitCode.DATA.code());
        assertThat(refused.err()).contains("passphrase is another").doesNotContain("incorrect horse");
        Cli.Result second = run("registrar", "run", "--home", home, "--port", "0", "--passphrase-file", wrong);
        assertThat(second.code()).isEqualTo(ExitCode.DATA.code());
        assertThat(second.err()).contains("owner.key: the passphrase is not the one");
        Cli.Result taken = run("owner", "init", home, "--name", "Anna", "--passphrase-file", passphrase);
        assertThat(taken.code()).isEqualTo(ExitCode.CANNOT_CREATE.code());
        Cli.Result nowhere =
                run("owner", "nodes", "--home", directory.resolve("none"), "--passphrase-file", passphrase);
        assertThat(nowhere.code()).isEqualTo(ExitCode.UNAVAILABLE.code());
        assertThat(nowhere.err()).contains("signet registrar run");
        Path weak = passphrase("weak", "secret");
        Cli.Result poor = run("owner", "init", directory.resolve("poor"), "--name", "A", "--passphrase-file", weak);
        assertThat(poor.code()).isEqualTo(ExitCode.USAGE.code());
        assertThat(poor.err()).contains("12 to 1024 characters");
        Files.setPosixFilePermissions(weak, PosixFilePermissions.fromString("rw-r--r--"));
        Cli.Result open = run("owner", "init", directory.resolve("open"), "--name", "A", "--passphrase-file", weak);
        assertThat(open.err()).contains("chmod 600");
    }
}
