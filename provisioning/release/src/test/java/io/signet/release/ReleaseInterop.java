package io.signet.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSL verifies what was signed. */
class ReleaseInterop {
    @TempDir
    private Path directory;

    private static final SignedRelease UNSIGNED =
            SignedRelease.unsigned(TestReleases.release(7, TestReleases.contents(7)));

    private Path pem(TestSigner signer) throws Exception {
        return Files.writeString(
                directory.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(signer.keys().getPublic().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n");
    }

    private SignedDocument.Signature signed(TestSigner signer) throws Exception {
        SignedDocument document = signer.sign(UNSIGNED).document();
        SignedDocument.Signature signature = document.signatures().get(0);
        Files.write(
                directory.resolve("signed"),
                document.toBeSigned(signature.algorithm(), signature.keyId()).toArray());
        return signature;
    }

    private static int run(Object... command) throws Exception {
        String[] words = new String[command.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = command[i].toString();
        }
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(said).isTrue();
        return process.exitValue();
    }

    @Test
    void openssl_verifiesEd25519() throws Exception {
        SignedDocument.Signature signature = signed(TestReleases.ANNA);
        Path file =
                Files.write(directory.resolve("signature"), signature.value().toArray());
        Path key = pem(TestReleases.ANNA);
        Object[] verify = {
            "openssl",
            "pkeyutl",
            "-verify",
            "-pubin",
            "-inkey",
            key,
            "-rawin",
            "-in",
            directory.resolve("signed"),
            "-sigfile",
            file
        };
        assertThat(run(verify)).isZero();
        Files.write(directory.resolve("signed"), new byte[] {1});
        assertThat(run(verify)).isNotZero();
    }

    @Test
    void openssl_verifiesEcdsa() throws Exception {
        SignedDocument.Signature signature = signed(TestReleases.CLEO);
        Path file = Files.write(directory.resolve("signature"), der(signature.value()));
        assertThat(run(
                        "openssl",
                        "dgst",
                        "-sha256",
                        "-verify",
                        pem(TestReleases.CLEO),
                        "-signature",
                        file,
                        directory.resolve("signed")))
                .isZero();
    }

    /** ECDSA-Sig-Value of RFC 3279 section 2.2.3. */
    private static byte[] der(Bytes raw) throws Exception {
        byte[] r = new BigInteger(1, raw.range(0, 32).toArray()).toByteArray();
        byte[] s = new BigInteger(1, raw.range(32, 64).toArray()).toByteArray();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0x30, (byte) (r.length + s.length + 4), 2, (byte) r.length});
        out.write(r);
        out.write(new byte[] {2, (byte) s.length});
        out.write(s);
        return out.toByteArray();
    }
}
