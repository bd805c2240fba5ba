package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key files are openssl's, in both directions. */
class SoftwareKeyInterop {
    private static final int WAIT_MAX_S = 30;

    @TempDir
    Path directory;

    @Test
    void keyOfOpenssl_isLoadedWithTheSamePublicKey() throws Exception {
        Path file = directory.resolve("key.pem");
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", file.toString());
        assertThat(SoftwareKey.load(file).publicKey().getEncoded()).isEqualTo(publicKeyOf(file));
    }

    @Test
    void keyOfOurs_isReadByOpensslWithTheSamePublicKey() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey key = SoftwareKey.create(file);
        assertThat(publicKeyOf(file)).isEqualTo(key.publicKey().getEncoded());
    }

    @Test
    void signatureOfOurs_isVerifiedByOpenssl() throws Exception {
        SoftwareKey key = SoftwareKey.create(directory.resolve("key.pem"));
        Bytes message = Bytes.utf8("signed here, verified there");
        Path publicKey =
                Files.write(directory.resolve("public.der"), key.publicKey().getEncoded());
        Path signature = Files.write(directory.resolve("signature.der"), toDer(key.sign(message)));
        Path content = Files.write(directory.resolve("message"), message.toArray());
        openssl(
                "dgst",
                "-sha256",
                "-keyform",
                "DER",
                "-verify",
                publicKey.toString(),
                "-signature",
                signature.toString(),
                content.toString());
    }

    private byte[] publicKeyOf(Path file) throws IOException, InterruptedException {
        Path out = directory.resolve("public.der");
        openssl("pkey", "-in", file.toString(), "-pubout", "-outform", "DER", "-out", out.toString());
        return Files.readAllBytes(out);
    }

    /** Ecdsa-Sig-Value (RFC 3279 section 2.2.3) of r and s. */
    private static byte[] toDer(Bytes raw) {
        byte[] r = integer(raw, 0);
        byte[] s = integer(raw, 32);
        byte[] der = new byte[2 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (r.length + s.length);
        System.arraycopy(r, 0, der, 2, r.length);
        System.arraycopy(s, 0, der, 2 + r.length, s.length);
        return der;
    }

    private static byte[] integer(Bytes raw, int from) {
        byte[] value = new BigInteger(
                        1, Bytes.copyOfRange(raw.toArray(), from, from + 32).toArray())
                .toByteArray();
        byte[] der = new byte[2 + value.length];
        der[0] = 2;
        der[1] = (byte) value.length;
        System.arraycopy(value, 0, der, 2, value.length);
        return der;
    }

    private static void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("openssl", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(WAIT_MAX_S, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        Files.delete(output);
    }
}
