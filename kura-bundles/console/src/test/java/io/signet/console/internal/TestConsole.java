package io.signet.console.internal;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.LogAgent;
import io.signet.attestation.LogOptions;
import io.signet.gateway.internal.WebComponent;
import io.signet.gateway.internal.WebConfig;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.MeshPlan;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.PassphraseVerifier;
import io.signet.provisioning.owner.Revocation;
import io.signet.runtime.Clock;
import io.signet.runtime.DiskStorage;
import io.signet.runtime.OneKeyTls;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.IdentityChain;
import io.signet.statement.NodeId;
import io.signet.statement.Nonce;
import io.signet.statement.Proof;
import io.signet.statement.Receipt;
import io.signet.statement.Statement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/** A node's console behind its real HTTPS server; keys, certificates and files are real. */
final class TestConsole implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";

    static final String METRICS_TOKEN = "0123456789abcdef0123456789abcdef";

    /** What can be set. */
    volatile List<SettingsSection> sections = List.of();

    private final MeshHome mesh;
    private final Path home;
    private final WebComponent web;
    private final ConsoleComponent console;

    TestConsole(Path directory) throws Exception {
        this(directory, true);
    }

    TestConsole(Path directory, boolean withPassword) throws Exception {
        mesh = MeshHome.create(
                directory.resolve("mesh"),
                MeshPlan.local("test", 2, 18_883, Set.of()),
                Clock.SYSTEM,
                new SecureRandom());
        home = mesh.node(1);
        Path password = home.resolve("console.password");
        if (withPassword) {
            PassphraseVerifier.create(password, PASSWORD.toCharArray(), new SecureRandom());
        }
        String profile = home.resolve(MeshProfile.FILE_NAME).toString();
        HardwareKey key = Credentials.load(home.resolve(Credentials.KEY_FILE), home.resolve(Credentials.CHAIN_FILE))
                .key();
        Map<String, Object> settings = new HashMap<>(Map.of(
                "profile.file",
                profile,
                "home.directory",
                home.toString(),
                "password.file",
                password.toString(),
                "certificates",
                new String[] {requester().toHex()}));
        Path token = home.resolve("metrics.token");
        OwnerOnlyFile.create(token, (METRICS_TOKEN + "\n").getBytes(StandardCharsets.UTF_8));
        settings.put("metrics.token.file", token.toString());
        console = new ConsoleComponent(config(ConsoleConfig.class, settings), key);
        console.setSettingsCatalog(() -> sections);
        web = new WebComponent(
                config(WebConfig.class, Map.of("profile.file", profile, "address", "127.0.0.1", "port", 0)),
                key,
                console);
    }

    /** What Declarative Services makes of a configuration: its values by their keys, else the defaults. */
    static <A> A config(Class<A> type, Map<String, Object> settings) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Object set = settings.get(method.getName().replace('_', '.'));
            return set != null ? set : method.getDefaultValue();
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** The member whose certificate is a login here. */
    NodeId requester() throws Exception {
        return NodeId.of(Certificates.read(mesh.requester().resolve(Credentials.CHAIN_FILE))
                .get(0)
                .getPublicKey());
    }

    /** What proves a statement of the node, with its real log. */
    Bytes proof() throws Exception {
        HardwareKey key = Credentials.load(home.resolve(Credentials.KEY_FILE), home.resolve(Credentials.CHAIN_FILE))
                .key();
        Digest digest = Digest.sha256(Bytes.utf8("x"));
        Bytes statement = new Statement(
                        key.node(),
                        key.assurance(),
                        "digits",
                        digest,
                        digest,
                        digest,
                        "test/1",
                        "cpu/test",
                        Nonce.draw(new SecureRandom()),
                        key.node(),
                        System.currentTimeMillis())
                .encode();
        try (LogAgent log =
                LogAgent.open(new DiskStorage(home.resolve("proof-log")), key, Clock.SYSTEM, LogOptions.DEFAULT)) {
            CompletableFuture<Receipt> receipt = log.append(statement).toCompletableFuture();
            while (!receipt.isDone()) {
                log.doWork();
            }
            IdentityChain chain = IdentityChain.of(Certificates.read(home.resolve(Credentials.CHAIN_FILE)));
            return new Proof(statement, receipt.join().encode(), chain, Map.of(), Map.of()).encode();
        }
    }

    /** The mesh tells this node that its owner revoked the certificate in {@code member}'s home a minute ago. */
    void revoke(Path member) throws Exception {
        OwnerAuthority owner = OwnerAuthority.of(
                Credentials.load(
                        mesh.owner().resolve(OwnerAuthority.KEY_FILE),
                        mesh.owner().resolve(OwnerAuthority.CERTIFICATE_FILE)),
                Clock.SYSTEM,
                new SecureRandom());
        BigInteger serial =
                Certificates.read(member.resolve(Credentials.CHAIN_FILE)).get(0).getSerialNumber();
        Instant minuteAgo = Instant.ofEpochMilli(Clock.SYSTEM.wallMillis()).minusSeconds(60);
        Bytes list = owner.revocationList(
                List.of(new Revocation(serial, minuteAgo, false)), BigInteger.ONE, Duration.ofDays(1));
        Files.write(home.resolve("revoked-0123456789abcdef.crl"), list.toArray());
    }

    /** As the holder of the certificate in {@code member}'s home. */
    SSLContext tls(Path member) throws Exception {
        Credentials credentials =
                Credentials.load(member.resolve(Credentials.KEY_FILE), member.resolve(Credentials.CHAIN_FILE));
        return OneKeyTls.contextTo(
                credentials.key().handle(),
                Certificates.read(member.resolve(Credentials.CHAIN_FILE)),
                owners(),
                server -> true);
    }

    private List<X509Certificate> owners() throws Exception {
        return TrustPolicyFile.read(home.resolve("trust.yaml")).policy().owners();
    }

    MeshHome mesh() {
        return mesh;
    }

    Path home() {
        return home;
    }

    int port() {
        return web.port().orElseThrow();
    }

    ConsoleComponent console() {
        return console;
    }

    @Override
    public void close() {
        console.deactivate();
        web.deactivate();
    }
}
