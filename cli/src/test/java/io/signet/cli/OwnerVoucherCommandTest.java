package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.Voucher;
import io.signet.runtime.Clock;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a node checks the word of who gave it away. */
class OwnerVoucherCommandTest {
    private static final NodeId NODE = NodeId.fromHex("0f1e2d3c4b5a69788796a5b4c3d2e1f0");
    private static final LabelId LABEL = LabelId.fromHex("b0f5e7b617073d5e");

    @TempDir
    private Path directory;

    private OwnerAuthority anna;
    private Path annas;
    private Path bobs;

    @BeforeEach
    void makeOwners() throws Exception {
        anna = owner("anna");
        annas = certificate("anna.pem", anna);
        bobs = certificate("bob.pem", owner("bob"));
    }

    private OwnerAuthority owner(String name) throws Exception {
        return OwnerAuthority.selfSigned(
                SoftwareKey.create(directory.resolve(name + ".key")), name, Clock.SYSTEM, new SecureRandom());
    }

    private Path certificate(String name, OwnerAuthority owner) throws Exception {
        Path file = directory.resolve(name);
        Certificates.write(file, List.of(owner.certificate()));
        return file;
    }

    private Path voucher(Optional<Digest> to) throws Exception {
        Path file = directory.resolve("barn-1.voucher");
        Files.write(file, new Voucher(NODE, LABEL, to, 0).sign(anna).toArray());
        return file;
    }

    private Cli.Result run(Object... arguments) {
        return new Cli(directory).run(arguments);
    }

    @Test
    void voucherForAnybody_saysWhichNode() throws Exception {
        Path voucher = voucher(Optional.empty());
        Cli.Result good = run("owner", "voucher", voucher, "--owner", annas, "--new-owner", bobs, "--node", NODE);
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.out()).contains(NODE.toHex(), LABEL.toHex(), "to anybody, at 1970-01-01T00:00:00Z");
        assertThat(run("owner", "voucher", voucher, "--owner", annas, "--json").json())
                .containsEntry("node", NODE.toHex())
                .doesNotContainKey("newOwner");
    }

    @Test
    void voucherOfAnother_forAnother_orOfAnotherNode_fails() throws Exception {
        Path voucher = voucher(Optional.of(OwnerVoucherCommand.digestOf(bobs)));
        assertThat(run("owner", "voucher", voucher, "--owner", annas, "--new-owner", bobs)
                        .code())
                .isZero();
        Cli.Result notHis = run("owner", "voucher", voucher, "--owner", bobs);
        assertThat(notHis.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(notHis.err()).contains("not signed by this owner");
        Cli.Result forBob = run("owner", "voucher", voucher, "--owner", annas, "--new-owner", annas);
        assertThat(forBob.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(forBob.err()).contains("for another new owner");
        Cli.Result node = run("owner", "voucher", voucher, "--owner", annas, "--node", "00".repeat(16));
        assertThat(node.code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(node.err()).contains("is for node " + NODE);
        Files.writeString(voucher, "nothing");
        assertThat(run("owner", "voucher", voucher, "--owner", annas).code()).isEqualTo(ExitCode.FAILED.code());
        assertThat(run("owner", "voucher", directory.resolve("none"), "--owner", annas)
                        .code())
                .isEqualTo(ExitCode.DATA.code());
    }
}
