package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.runtime.Clock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvisionSimulateCommandTest {
    @TempDir
    private Path directory;

    @Test
    void pallet_isEnrolledExactlyOnce_thoughItsRegistrarStopsInBetween_andNobodyElseIs() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Environment environment = new Environment(
                Clock.SYSTEM, new SecureRandom(), Map.of(), directory, false, Optional.empty(), Cli.NOBODY);
        int code = SignetCommand.commandLine(environment, new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(
                        "provision",
                        "simulate",
                        "--nodes=12",
                        "--clones=1",
                        "--wrong-codes=1",
                        "--registrar-down=1",
                        "--ask-again=1",
                        "--json");
        assertThat(code).as(out + "" + err).isZero();
        Map<String, Object> json = JSON.std.mapFrom(out.toString());
        assertThat(json)
                .containsEntry("good", true)
                .containsEntry("honest", 10)
                .containsEntry("ready", 10)
                .containsEntry("exactly_once", true)
                .containsEntry("clones_refused", 1)
                .containsEntry("wrong_codes_refused", 1);
        assertThat(json.get("clone_said").toString()).contains("this disk is a copy of another box's");
        assertThat(json.get("wrong_code_said").toString()).contains("the registrar does not know this box's label");
    }

    @Test
    void boxesWithTpms_areEnrolledByTheirEvidence_andACopiedDiskInAnotherMachineIsNot() throws Exception {
        Cli.Result result = new Cli(directory)
                .system()
                .withPrograms()
                .run("provision", "simulate", "--tpm", "--nodes=4", "--clones=1", "--ask-again=1", "--json");
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(JSON.std.mapFrom(result.out()))
                .containsEntry("good", true)
                .containsEntry("ready", 3)
                .containsEntry("exactly_once", true)
                .containsEntry("clones_refused", 1);
    }

    @Test
    void palletThatCantBe_isUsageError() {
        assertThat(new Cli(directory)
                        .run("provision", "simulate", "--nodes=501")
                        .code())
                .isEqualTo(2);
        Cli.Result bad =
                new Cli(directory).run("provision", "simulate", "--nodes=100", "--clones=10", "--wrong-codes=9");
        assertThat(bad.code()).isEqualTo(2);
        assertThat(bad.err()).contains("together are at most 18");
        assertThat(new Cli(directory).run("provision", "simulate", "--tpm").code())
                .isEqualTo(69);
        assertThat(new Cli(directory).run("provision").code()).isEqualTo(2);
    }
}
