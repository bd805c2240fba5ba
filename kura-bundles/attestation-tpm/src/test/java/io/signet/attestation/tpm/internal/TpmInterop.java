package io.signet.attestation.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.signet.attestation.tpm.EmulatedTpm;
import io.signet.attestation.tpm.TpmException;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.attestation.tpm.TpmRefusedException;
import io.signet.attestation.tpm.TpmTransport;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.evidence.SignedAttest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Software that we did not write checks what our TPM's keys sign, and makes what they open: tpm2-tools, openssl, swtpm. */
final class TpmInterop {
    private static final String NONCE = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    private static final Set<Integer> QUOTED = new TreeSet<>(Set.of(0, 7, 14));
    /** How tpm2-tools begins its file of a credential. */
    private static final int CREDENTIAL_MAGIC = 0xbadcc0de;

    @TempDir
    private Path directory;

    private EmulatedTpm tpm;
    private TpmKeys keys;

    @BeforeEach
    void open() throws Exception {
        tpm = EmulatedTpm.start(directory.resolve("tpm"), false);
        keys = open(tpm, "identity");
    }

    private TpmKeys open(EmulatedTpm emulator, String identity) throws TpmException {
        TpmOptions options = TpmOptions.of(emulator.address(), directory.resolve(identity));
        return TpmKeys.open(options, TpmTransport.to(emulator.address()), new SecureRandom());
    }

    @AfterEach
    void close() {
        keys.close();
        tpm.close();
    }

    private Path write(String name, Bytes content) throws IOException {
        return Files.write(directory.resolve(name), content.toArray());
    }

    private Path pem(String name, PublicKey key) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                directory.resolve(name), "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n");
    }

    private Foreign.Result checkQuote(String nonce, Path registers) throws Exception {
        return Foreign.run(
                directory,
                "tpm2_checkquote",
                "-u",
                "ak.pem",
                "-m",
                "quote",
                "-s",
                "quote.sig",
                "-g",
                "sha256",
                "-q",
                nonce,
                "-f",
                registers.toString(),
                "-l",
                "sha256:0,7,14");
    }

    @Test
    void quote_isAcceptedByTpm2Tools() throws Exception {
        Bytes event = Digest.sha256(Bytes.utf8("a bundle")).value();
        SortedMap<Integer, Bytes> values = keys.link().call(loaded -> {
            Pcrs.extend(loaded.tpm(), 14, event);
            return Pcrs.read(loaded.tpm(), QUOTED);
        });
        SignedAttest quote = keys.link()
                .call(loaded -> loaded.attest(Bytes.fromHex(NONCE), UnwrapKey.registers(loaded.tpm(), QUOTED)))
                .quoted();
        pem(
                "ak.pem",
                Template.ATTESTATION
                        .point(keys.link().keys().attestation().publicArea())
                        .key());
        write("quote", quote.attest());
        write("quote.sig", quote.signature());
        TpmWriter all = new TpmWriter();
        values.values().forEach(all::bytes);
        Path registers = write("registers", all.toBytes());
        Foreign.Result accepted = checkQuote(NONCE, registers);
        assertThat(accepted.code()).as(accepted.output()).isZero();
        assertThat(checkQuote(NONCE.replace("00", "01"), registers).code())
                .as("an old nonce")
                .isNotZero();
        Path others = write("others", Bytes.copyOf(new byte[96]));
        assertThat(checkQuote(NONCE, others).code()).as("other registers").isNotZero();
    }

    @Test
    void signatureOverTheCoseStructure_isVerifiedByOpenssl() throws Exception {
        Bytes toBeSigned = CoseSign1.toBeSigned(CoseSign1.EMPTY_HEADER, Bytes.EMPTY, Bytes.utf8("a tree head"));
        pem("key.pem", keys.publicKey());
        write("message", toBeSigned);
        byte[] raw = keys.sign(toBeSigned).toArray();
        String asn1 = "asn1=SEQUENCE:s\n[s]\nr=INTEGER:0x"
                + Bytes.copyOfRange(raw, 0, 32).toHex() + "\ns=INTEGER:0x"
                + Bytes.copyOfRange(raw, 32, 64).toHex() + "\n";
        Files.writeString(directory.resolve("signature.txt"), asn1);
        assertThat(Foreign.run(
                                directory,
                                "openssl",
                                "asn1parse",
                                "-genconf",
                                "signature.txt",
                                "-out",
                                "signature",
                                "-noout")
                        .code())
                .isZero();
        Foreign.Result verified = Foreign.run(
                directory, "openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "message");
        assertThat(verified.output()).contains("Verified OK");
    }

    private record Credential(Bytes blob, Bytes secret) {}

    private Credential makeCredential(Bytes endorsementKey, Bytes name, String secret) throws Exception {
        write("ek.pub", new TpmWriter().sized(endorsementKey).toBytes());
        Files.writeString(directory.resolve("secret"), secret);
        Foreign.Result made = Foreign.run(
                directory,
                "tpm2_makecredential",
                "-T",
                "none",
                "-u",
                "ek.pub",
                "-s",
                "secret",
                "-n",
                name.toHex(),
                "-o",
                "credential");
        assertThat(made.code()).as(made.output()).isZero();
        TpmReader reader = new TpmReader(Files.readAllBytes(directory.resolve("credential")));
        assertThat(reader.u32()).isEqualTo(CREDENTIAL_MAGIC);
        reader.u32(); // version
        Bytes blob = Bytes.copyOf(reader.sized());
        return new Credential(blob, Bytes.copyOf(reader.sized()));
    }

    private static Bytes opened(TpmKeys keys, Endorsement endorsement, Credential credential) throws TpmException {
        return keys.link().call(loaded -> loaded.activate(endorsement, credential.blob(), credential.secret()));
    }

    @Test
    void credentialOfTpm2Tools_isOpenedIfItNamesOurKey() throws Exception {
        Endorsement endorsement = keys.link().call(loaded -> Endorsement.find(loaded.tpm()));
        assertThat(endorsement.template()).isEqualTo(Template.ENDORSEMENT_ECC);
        assertThat(endorsement.certificates()).as("swtpm alone makes none").isEmpty();
        Bytes name = Template.name(keys.link().keys().attestation().publicArea());
        Credential ours = makeCredential(endorsement.publicArea(), name, "open sesame");
        assertThat(opened(keys, endorsement, ours)).isEqualTo(Bytes.utf8("open sesame"));
        Bytes another = Template.name(keys.link().keys().result().publicArea());
        Credential others = makeCredential(endorsement.publicArea(), another, "open sesame");
        assertThatExceptionOfType(TpmRefusedException.class).isThrownBy(() -> opened(keys, endorsement, others));
        assertThat(keys.sign(Bytes.utf8("nothing was left behind")).size()).isEqualTo(64);
    }

    /** As swtpm's own tools make a TPM: an RSA endorsement key that is persistent, and its certificate of a local CA. */
    @Test
    void certificateOfSwtpmSetup_isForOurEndorsementKey() throws Exception {
        Path state = Files.createDirectories(directory.resolve("made"));
        Path ca = Files.createDirectories(directory.resolve("ca"));
        Files.writeString(
                directory.resolve("localca.conf"),
                "statedir=%1$s\nsigningkey=%1$s/key.pem\nissuercert=%1$s/ca.pem\ncertserial=%1$s/serial\n"
                        .formatted(ca));
        Files.writeString(
                directory.resolve("options"), "--platform-manufacturer S --platform-version 1 --platform-model t\n");
        Files.writeString(
                directory.resolve("setup.conf"),
                "create_certs_tool=swtpm_localca\ncreate_certs_tool_config=%1$s/localca.conf\ncreate_certs_tool_options=%1$s/options\n"
                        .formatted(directory));
        Foreign.Result made = Foreign.run(
                directory,
                "swtpm_setup",
                "--tpm2",
                "--tpmstate",
                state.toString(),
                "--create-ek-cert",
                "--config",
                "setup.conf");
        assertThat(made.code()).as(made.output()).isZero();
        try (EmulatedTpm another = EmulatedTpm.start(state, false);
                TpmKeys others = open(another, "other")) {
            Endorsement endorsement = others.link().call(loaded -> Endorsement.find(loaded.tpm()));
            assertThat(endorsement.template()).isEqualTo(Template.ENDORSEMENT_RSA);
            assertThat(endorsement.certificates()).hasSize(1);
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(
                            endorsement.certificates().get(0).toArray()));
            TpmReader publicArea = new TpmReader(endorsement.publicArea());
            publicArea.bytes(Template.ENDORSEMENT_RSA.fixed().size());
            assertThat(new BigInteger(1, publicArea.sized()))
                    .isEqualTo(((RSAPublicKey) certificate.getPublicKey()).getModulus());
            Bytes name = Template.name(others.link().keys().attestation().publicArea());
            Credential credential = makeCredential(endorsement.publicArea(), name, "open sesame");
            assertThat(opened(others, endorsement, credential)).isEqualTo(Bytes.utf8("open sesame"));
        }
    }
}
