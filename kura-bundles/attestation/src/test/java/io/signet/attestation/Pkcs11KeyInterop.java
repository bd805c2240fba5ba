package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.attestation.internal.Pkcs11KeyComponent;
import io.signet.attestation.internal.Pkcs11KeyConfig;
import io.signet.attestation.testing.SoftHsm;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v1CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key on a token of SoftHSM's signs everything that a key in a file signs, and survives what tokens go through. */
@Timeout(60)
class Pkcs11KeyInterop {
    private static final Bytes MESSAGE = Bytes.utf8("signed there, verified here");

    @TempDir
    static Path scratch;

    private static SoftHsm hsm;
    private static SoftHsm strict;
    private static Pkcs11Key key;

    @BeforeAll
    static void generate() throws Exception {
        hsm = SoftHsm.create(Files.createDirectory(scratch.resolve("one"))); // the module reads its tokens once
        strict = SoftHsm.create(Files.createDirectory(scratch.resolve("two")));
        key = Pkcs11Key.generate(hsm.uri("node"));
    }

    @AfterAll
    static void close() throws Exception {
        key.close();
        hsm.close();
        strict.close();
    }

    @Test
    void generatedKey_isOnTheTokenAndFoundAgain() throws Exception {
        Pkcs11Key again = Pkcs11Key.open(hsm.uri("node"));

        assertThat(again.node()).isEqualTo(key.node());
        assertThat(again.assurance()).isEqualTo(Assurance.PKCS11);
        assertThat(again.description()).startsWith("key 'node' on PKCS#11 token 'token ");
        assertThat(again.handle().getEncoded()).isNull();
        assertThat(isSigned(again.publicKey(), key.sign(MESSAGE))).isTrue();
    }

    @Test
    void generatedKey_neverLeavesTheToken() throws Exception {
        KeyStore store = KeyStore.getInstance(
                "PKCS11",
                Security.getProvider("SunPKCS11")
                        .configure("--name=look\nlibrary=\"" + SoftHsm.MODULE + "\"\nslot=" + slot()));
        store.load(null, SoftHsm.PIN.toCharArray());

        PrivateKey found = (PrivateKey) store.getKey("node", null);

        assertThat(found.getEncoded()).isNull();
        assertThat(found.toString())
                .contains("token object", "sensitive", "unextractable")
                .doesNotContain("not sensitive");
    }

    private static int slot() throws Exception {
        Pkcs11Uri none = new Pkcs11Uri(
                Optional.of("no such token"),
                Optional.empty(),
                OptionalInt.empty(),
                "node",
                SoftHsm.MODULE,
                hsm.pinFile());
        String label = hsm.uri("node").token().orElseThrow();
        try {
            Pkcs11Key.open(none);
            throw new AssertionError("there is such a token");
        } catch (Pkcs11Exception e) {
            String message = String.valueOf(e.getMessage()).replaceAll(";token=" + label + ".*", "");
            return Integer.parseInt(message.substring(message.lastIndexOf("slot-id=") + "slot-id=".length()));
        }
    }

    @Test
    void slotNumber_findsTheSameKey() throws Exception {
        Pkcs11Uri uri = new Pkcs11Uri(
                Optional.empty(), Optional.empty(), OptionalInt.of(slot()), "node", SoftHsm.MODULE, hsm.pinFile());

        assertThat(Pkcs11Key.open(uri).node()).isEqualTo(key.node());
    }

    @Test
    void component_isTheTokensKeyUntilDeactivated() throws Exception {
        Pkcs11KeyComponent component =
                new Pkcs11KeyComponent(config(hsm.uri("node").toString()), new TestFirmware());

        assertThat(component.node()).isEqualTo(key.node());
        assertThat(component.publicKey()).isEqualTo(key.publicKey());
        assertThat(component.assurance()).isEqualTo(Assurance.PKCS11);
        assertThat(component.description()).isEqualTo(key.description());
        assertThat(component.handle().getAlgorithm()).isEqualTo("EC");
        assertThat(isSigned(key.publicKey(), component.sign(MESSAGE))).isTrue();
        Evidence evidence = component.evidence(Bytes.utf8("a nonce of some length"));
        assertThat(evidence.signedBy(key.publicKey())).isTrue();
        assertThat(evidence.claims().kind()).isEqualTo(Assurance.PKCS11);
        assertThat(evidence.claims().firmware().runs()).containsExactly(TestFirmware.RUN);
        component.deactivate();
        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> component.sign(MESSAGE))
                .withMessageContaining("was closed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pkcs11KeyComponent(config(""), new TestFirmware()))
                .withMessageContaining("key.uri");
    }

    private static Pkcs11KeyConfig config(String uri) {
        return (Pkcs11KeyConfig) Proxy.newProxyInstance(
                Pkcs11KeyConfig.class.getClassLoader(),
                new Class<?>[] {Pkcs11KeyConfig.class},
                (proxy, method, arguments) -> uri);
    }

    @Test
    void sameLabelAgain_isRefused() {
        assertThatExceptionOfType(Pkcs11Exception.class)
                .isThrownBy(() -> Pkcs11Key.generate(hsm.uri("node")))
                .withMessageContaining("has an object 'node' already");
    }

    @Test
    void absentThings_areNamed() {
        assertThatExceptionOfType(Pkcs11Exception.class)
                .isThrownBy(() -> Pkcs11Key.open(hsm.uri("other")))
                .withMessageContaining("no private key 'other'");
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> Pkcs11Key.open(hsm.uri("node", scratch.resolve("no-pin"))))
                .withMessageContaining("no-pin: there is no such file");
        Pkcs11Uri module = new Pkcs11Uri(
                Optional.of("t"),
                Optional.empty(),
                OptionalInt.empty(),
                "node",
                scratch.resolve("none.so"),
                hsm.pinFile());
        assertThatExceptionOfType(Pkcs11Exception.class)
                .isThrownBy(() -> Pkcs11Key.open(module))
                .withMessageContaining("none.so: there is no such PKCS#11 module");
    }

    @Test
    void fileThatIsNoModule_isRefused() throws Exception {
        Path file = Files.writeString(scratch.resolve("text.so"), "no library");
        Pkcs11Uri uri =
                new Pkcs11Uri(Optional.of("t"), Optional.empty(), OptionalInt.empty(), "node", file, hsm.pinFile());

        assertThatExceptionOfType(Pkcs11Exception.class)
                .isThrownBy(() -> Pkcs11Key.open(uri))
                .withMessageContaining("text.so");
    }

    @Test
    void pinThatOthersMayRead_isRefused() throws Exception {
        Path open = SoftHsm.writePin(scratch.resolve("open-pin"), SoftHsm.PIN);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> Pkcs11Key.open(hsm.uri("node", open)))
                .withMessageContaining("chmod 600");
    }

    @Test
    void wrongPin_isNotTriedAgain() throws Exception {
        Path wrong = SoftHsm.writePin(scratch.resolve("wrong-pin"), "0000");
        assertThatExceptionOfType(Pkcs11Exception.class)
                .isThrownBy(() -> Pkcs11Key.open(strict.uri("node", wrong)))
                .matches(Pkcs11Exception::pinRefused)
                .withMessageContaining("refuses the PIN in " + wrong)
                .withMessageNotContaining("0000");

        Path pin = SoftHsm.writePin(scratch.resolve("changing-pin"), SoftHsm.PIN);
        Pkcs11Key used = Pkcs11Key.generate(strict.uri("node", pin));
        Files.writeString(pin, "0000\n");
        Pkcs11Key.open(strict.uri("node")).close(); // logs this process out
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(SigningException.class).isThrownBy(() -> used.sign(MESSAGE));
        }
        Files.writeString(pin, SoftHsm.PIN + "\n");
        assertThatExceptionOfType(SigningException.class)
                .isThrownBy(() -> used.sign(MESSAGE))
                .withMessageContaining("refuses the PIN")
                .withMessageContaining("not asked again");
    }

    @Test
    void removedToken_signsAgainWhenItIsBack() throws Exception {
        Pkcs11Key used = Pkcs11Key.open(hsm.uri("node"));
        used.sign(MESSAGE);
        hsm.remove();
        try {
            for (int i = 0; i < 3; i++) {
                assertThatExceptionOfType(SigningException.class)
                        .isThrownBy(() -> used.sign(MESSAGE))
                        .withMessageNotContaining(SoftHsm.PIN);
            }
        } finally {
            hsm.putBack();
        }

        assertThat(isSigned(key.publicKey(), used.sign(MESSAGE))).isTrue();
        assertThat(isSigned(key.publicKey(), key.sign(MESSAGE))).isTrue();
    }

    @Test
    void cose_isSigned() throws Exception {
        CoseSign1 signed =
                CoseSign1.sign(key.signer(), Bytes.fromHex("a10126"), Bytes.EMPTY, MESSAGE); // {1: -7}, which is ES256

        assertThat(key.signer().keyId()).isEqualTo(key.node().value());
        assertThat(signed.verify(key.publicKey(), CoseAlgorithm.ES256, Bytes.EMPTY))
                .isTrue();
    }

    private static boolean isSigned(PublicKey by, Bytes signature) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(by);
        verifier.update(MESSAGE.toArray());
        return verifier.verify(signature.toArray());
    }

    @Test
    void certificateRequest_isSigned() throws Exception {
        PKCS10CertificationRequest request = new JcaPKCS10CertificationRequestBuilder(
                        new X500Name("CN=node"), key.publicKey())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.handle()));

        assertThat(request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key.publicKey())))
                .isTrue();
    }

    @Test
    void tlsWithTheKeysCertificate_isShaken() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair server = generator.generateKeyPair();
        X509Certificate serverCertificate = selfSigned("CN=server", server.getPublic(), server.getPrivate());
        X509Certificate nodeCertificate = selfSigned("CN=node", key.publicKey(), key.handle());

        KeyStore serverKeys = emptyStore();
        serverKeys.setKeyEntry("server", server.getPrivate(), new char[0], new X509Certificate[] {serverCertificate});
        KeyManagerFactory serverManager = KeyManagerFactory.getInstance("PKIX");
        serverManager.init(serverKeys, new char[0]);
        SSLContext there = context(serverManager.getKeyManagers(), nodeCertificate);
        SSLContext here = context(new KeyManager[] {new OneKey(key.handle(), nodeCertificate)}, serverCertificate);
        try (SSLServerSocket listening = (SSLServerSocket)
                there.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setNeedClientAuth(true);
            CompletableFuture<String> peer = CompletableFuture.supplyAsync(() -> accept(listening));
            try (SSLSocket socket = (SSLSocket)
                    here.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
                assertThat(peer.get(30, TimeUnit.SECONDS)).isEqualTo("CN=node");
            }
        }
    }

    private static String accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal().getName();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext context(KeyManager[] keys, X509Certificate trusted) throws Exception {
        KeyStore store = emptyStore();
        store.setCertificateEntry("peer", trusted);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore emptyStore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static X509Certificate selfSigned(String name, PublicKey publicKey, PrivateKey privateKey)
            throws Exception {
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v1CertificateBuilder(
                                new X500Name(name),
                                BigInteger.ONE,
                                Date.from(now.minus(Duration.ofDays(1))),
                                Date.from(now.plus(Duration.ofDays(1))),
                                new X500Name(name),
                                publicKey)
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(privateKey)));
    }

    /** Offers one key, as the mesh's transport does. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final PrivateKey handle;
        private final X509Certificate certificate;

        private OneKey(PrivateKey handle, X509Certificate certificate) {
            this.handle = handle;
            this.certificate = certificate;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"node"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "node";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {certificate};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return handle;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return "none";
        }
    }
}
