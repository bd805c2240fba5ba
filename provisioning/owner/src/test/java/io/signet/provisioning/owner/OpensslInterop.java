package io.signet.provisioning.owner;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.TestOwner;
import io.signet.statement.IdentityChain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL, which shares no code with us, judges our certificates. */
class OpensslInterop {
    private static final long TIMEOUT_SECONDS = 20;

    @TempDir
    static Path directory;

    private static MeshHome home = new MeshHome(Path.of("unset"), 1);

    @BeforeAll
    static void makeMesh() throws Exception {
        MeshPlan plan = MeshPlan.local("demo", 1, 18_883, Set.of());
        home = MeshHome.create(directory.resolve("mesh"), plan, TestOwner.CLOCK, TestOwner.random());
    }

    private record Result(int exitCode, String output) {}

    private static Result openssl(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private static Result verify(Path member, String... more) throws IOException, InterruptedException {
        List<Object> arguments = new ArrayList<>(List.of("verify", "-x509_strict", "-attime"));
        arguments.add(TestOwner.NOW.getEpochSecond());
        arguments.addAll(List.of("-CAfile", home.owner().resolve("owner.pem")));
        arguments.addAll(List.of(more));
        arguments.add(member.resolve("identity/chain.pem"));
        return openssl(arguments.toArray());
    }

    @Test
    void nodeIdentity_verifiesForBothPurposes() throws Exception {
        for (String purpose : List.of("sslclient", "sslserver")) {
            Result result = verify(home.node(1), "-purpose", purpose);
            assertThat(result.output()).endsWith("chain.pem: OK\n");
            assertThat(result.exitCode()).isZero();
        }
    }

    @Test
    void requesterIdentity_verifiesAsClientOnly() throws Exception {
        assertThat(verify(home.requester(), "-purpose", "sslclient").exitCode()).isZero();
        assertThat(verify(home.requester(), "-purpose", "sslserver").output())
                .contains("unsuitable certificate purpose");
    }

    @Test
    void brokerCertificate_verifiesForItsHostsOnly() throws Exception {
        assertThat(verify(home.broker(), "-purpose", "sslserver", "-verify_hostname", "localhost")
                        .exitCode())
                .isZero();
        assertThat(verify(home.broker(), "-purpose", "sslserver", "-verify_ip", "127.0.0.1")
                        .exitCode())
                .isZero();
        assertThat(verify(home.broker(), "-verify_hostname", "example.org").output())
                .contains("hostname mismatch");
        assertThat(verify(home.broker(), "-purpose", "sslclient").output()).contains("unsuitable certificate purpose");
    }

    @Test
    void memberIssuedByAMember_isRefused() throws Exception {
        Result result = openssl(
                "verify",
                "-attime",
                TestOwner.NOW.getEpochSecond(),
                "-partial_chain",
                "-CAfile",
                home.node(1).resolve("identity/chain.pem"),
                home.requester().resolve("identity/chain.pem"));
        assertThat(result.exitCode()).isNotZero();
    }

    @Test
    void keyFile_isReadAndFitsTheCertificate() throws Exception {
        Path identity = home.node(1).resolve("identity");
        Result fromKey = openssl("pkey", "-in", identity.resolve("key.pem"), "-pubout");
        Result fromCertificate = openssl("x509", "-in", identity.resolve("chain.pem"), "-noout", "-pubkey");
        assertThat(fromKey.output()).startsWith("-----BEGIN PUBLIC KEY-----").isEqualTo(fromCertificate.output());
    }

    @Test
    void assuranceExtension_isShownAsText() throws Exception {
        Result result = openssl(
                "x509", "-in", home.node(1).resolve("identity/chain.pem"), "-noout", "-text", "-certopt", "ext_parse");
        assertThat(result.output())
                .contains(IdentityChain.ASSURANCE_OID)
                .contains("UTF8STRING")
                .contains("software");
    }
}
