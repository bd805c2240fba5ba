package io.signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.signet.provisioning.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeKeyCommandTest {
    @TempDir
    Path directory;

    private Path mesh(String... options) {
        Object[] arguments = new Object[options.length + 4];
        arguments[0] = "mesh";
        arguments[1] = "create";
        arguments[2] = directory.resolve("mesh");
        arguments[3] = "--without-model";
        System.arraycopy(options, 0, arguments, 4, options.length);
        assertThat(new Cli(directory).withPrograms().run(arguments).code()).isZero();
        return directory.resolve("mesh");
    }

    private Cli.Result key(Path home, String... options) {
        Object[] arguments = new Object[options.length + 4];
        arguments[0] = "node";
        arguments[1] = "key";
        arguments[2] = "--home";
        arguments[3] = home;
        System.arraycopy(options, 0, arguments, 4, options.length);
        return new Cli(directory).run(arguments);
    }

    @Test
    void emulatedTpm_isSwitchedOnAndShownForWhatItIs() throws Exception {
        Path mesh = mesh("--nodes=1", "--key=tpm");
        Cli.Result result = key(mesh.resolve("node-1"));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("key       TPM 2.0 key, TPM at socket ")
                .contains("claims    tpm2-interface, by its certificate of local owner")
                .contains("lockout   0 of ")
                .contains("evidence  holds, as tpm2-interface")
                .contains("Whether there is a chip behind the TPM interface is not shown.");
        Cli.Result json = key(mesh.resolve("node-1"), "--json");
        assertThat(json.json()).containsEntry("evidence", "holds").containsEntry("assurance", "tpm2-interface");
        assertThat(json.json().get("failed")).asInstanceOf(LIST).isEmpty();
    }

    @Test
    void fileKey_isShownForWhatItIs() throws Exception {
        Path mesh = mesh("--nodes=1", "--key=software");
        Cli.Result result = key(mesh.resolve("node-1"));
        assertThat(result.code()).isZero();
        assertThat(key(mesh.resolve("node-1"), "--json").json())
                .containsEntry("evidence", "holds")
                .containsEntry("assurance", "software");
        assertThat(result.out())
                .contains("key       software key in ")
                .contains("claims    software")
                .contains("evidence  holds, as software")
                .contains("The key is in a file.");
    }

    @Test
    void certificateOfAnotherNode_isCaught() throws Exception {
        Path mesh = mesh("--nodes=2", "--key=software");
        Path other = mesh.resolve("node-2").resolve(Credentials.CHAIN_FILE);
        Files.copy(other, mesh.resolve("node-1").resolve(Credentials.CHAIN_FILE), StandardCopyOption.REPLACE_EXISTING);
        Cli.Result result = key(mesh.resolve("node-1"));
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("is the certificate of");
    }

    @Test
    void directoryWithoutNode_isAnErrorOfTheData() {
        Cli.Result result = key(directory);
        assertThat(result.code()).isEqualTo(65);
        assertThat(result.err()).contains("signet mesh create");
    }
}
