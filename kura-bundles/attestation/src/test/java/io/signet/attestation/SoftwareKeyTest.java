package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.CoseSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftwareKeyTest {
    /** The private key of RFC 6979 appendix A.2.5, which gives its public key, too. */
    private static final String RFC_KEY =
            pem(keyWithValue("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"));

    private static final String RFC_X = "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
    private static final String RFC_Y = "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";

    @TempDir
    Path directory;

    @Test
    void createdKey_isTheSameWhenLoaded() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey created = SoftwareKey.create(file);
        SoftwareKey loaded = SoftwareKey.load(file);
        assertThat(loaded.publicKey()).isEqualTo(created.publicKey());
        assertThat(loaded.node()).isEqualTo(NodeId.of(created.publicKey()));
        assertThat(loaded.assurance()).isEqualTo(Assurance.SOFTWARE);
        assertThat(loaded.description()).isEqualTo("software key in " + file);

        CoseSigner signer = loaded.signer();
        assertThat(signer.keyId()).isEqualTo(created.node().value());
        CoseSign1 message = CoseSign1.sign(signer, CoseSign1.EMPTY_HEADER, Bytes.EMPTY, Bytes.utf8("payload"));
        assertThat(message.verify(created.publicKey(), signer.algorithm(), Bytes.EMPTY))
                .isTrue();
    }

    @Test
    void createdFile_isItsOwnersOnlyAndAlone() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey.create(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("no draft is left").containsExactly(file);
        }
    }

    @Test
    void existingFile_isNeverOverwritten() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey first = SoftwareKey.create(file);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> SoftwareKey.create(file))
                .withMessageContaining(file.toString())
                .withMessageContaining("never overwritten");
        assertThat(SoftwareKey.load(file).publicKey()).isEqualTo(first.publicKey());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("no draft is left").containsExactly(file);
        }
    }

    @Test
    void missingDirectory_isNamed() {
        Path file = directory.resolve("missing/key.pem");
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> SoftwareKey.create(file))
                .withMessageContaining("can't be written")
                .withMessageContaining("missing");
    }

    @Test
    void missingFile_isNamed() {
        Path file = directory.resolve("key.pem");
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> SoftwareKey.load(file))
                .withMessageContaining("there is no such key file")
                .satisfies(e -> assertThat(e.file()).isEqualTo(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw------x", "rw-rw-rw-"})
    void fileThatOthersMayUse_isRefusedWithTheCure(String permissions) throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> SoftwareKey.load(file))
                .withMessageContaining(permissions)
                .withMessageContaining("chmod 600 " + file);
    }

    @Test
    void fileThatItsOwnerMayOnlyRead_isAccepted() throws Exception {
        Path file = directory.resolve("key.pem");
        SoftwareKey.create(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(SoftwareKey.load(file).node()).isNotNull();
    }

    @Test
    void keyWithoutItsPublicHalf_getsTheOneOfTheRfc() throws Exception {
        SoftwareKey key = SoftwareKey.load(write(RFC_KEY));
        byte[] spki = key.publicKey().getEncoded();
        assertThat(HexFormat.of().formatHex(spki)).endsWith("04" + RFC_X + RFC_Y);
    }

    @Test
    void commentsAroundThePemBlock_areSkipped() throws Exception {
        SoftwareKey key = SoftwareKey.load(write("the key of the example\n" + RFC_KEY + "and no more\n"));
        assertThat(key.node())
                .isEqualTo(SoftwareKey.load(directory.resolve("key.pem")).node());
    }

    @Test
    void otherFiles_areRefusedWithAReason() throws Exception {
        assertRefused("", "holds no PEM block");
        assertRefused("-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n", "holds no PEM block");
        assertRefused("-----BEGIN EC PRIVATE KEY-----\nMA==\n-----END EC PRIVATE KEY-----\n", "openssl pkcs8 -topk8");
        assertRefused("-----BEGIN PRIVATE KEY-----\nMA==\n-----END PRIVATE KEY-----\n", "no usable private key");
        assertRefused("-----BEGIN PRIVATE KEY-----\nMA=A\n-----END PRIVATE KEY-----\n", "not base64");
        assertRefused("-----BEGIN PRIVATE KEY-----\nMA==\n", "holds no PEM block");
        assertRefused("x".repeat(20_000), "more than 16384 bytes");
        // An Ed25519 key: RFC 8410 section 10.3.
        assertRefused(
                """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
                -----END PRIVATE KEY-----
                """,
                "no usable private key");
        // Zero and the curve's order are no private keys.
        assertRefused(pem(keyWithValue("00".repeat(32))), "no usable private key");
        assertRefused(
                pem(keyWithValue("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")),
                "no usable private key");
    }

    @Test
    void keyOnAnotherCurve_isRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(384);
        assertRefused(pem(generator.generateKeyPair().getPrivate().getEncoded()), "another curve than P-256");
    }

    @Test
    void printedKey_showsNoSecret() throws Exception {
        SoftwareKey key = SoftwareKey.load(write(RFC_KEY));
        assertThat(key.toString()).isEqualTo(key.description());
    }

    private void assertRefused(String content, String reason) throws IOException {
        Path file = write(content);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> SoftwareKey.load(file))
                .withMessageContaining(file.toString())
                .withMessageContaining(reason);
    }

    private Path write(String content) throws IOException {
        Path file = directory.resolve("key.pem");
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static byte[] keyWithValue(String hex) {
        return HexFormat.of().parseHex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420" + hex);
    }

    private static String pem(byte[] pkcs8) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
