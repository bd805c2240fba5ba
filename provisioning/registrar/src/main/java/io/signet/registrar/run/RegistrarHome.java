package io.signet.registrar.run;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.enrolment.NodeProfile.Trust;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.provisioning.owner.PassphraseVerifier;
import io.signet.provisioning.owner.ProtectedKey;
import io.signet.registrar.BookException;
import io.signet.registrar.ModelShelf;
import io.signet.registrar.NodeBook;
import io.signet.registrar.Offer;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.runtime.NewDirectory;
import io.signet.statement.Assurance;
import io.signet.statement.TrustPolicy;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An owner and his registrar in one directory:
 *
 * <pre>
 * owner/            owner.pem; owner.key, encrypted by the owner's passphrase, or key.yaml and login for a key in hardware
 * tls.key           the key of the registrar's server
 * trust.yaml        chip makers, firmware, the least protection of keys
 * registrar.yaml    by which names nodes call the registrar, and another database if there is one
 * models/           model packages for nodes
 * releases/         releases of nodes' firmware
 * book.mv.db        what the registrar knows, unless there is another database
 * </pre>
 *
 * @param directory the directory
 */
public record RegistrarHome(Path directory) {
    /** The file with what can be set. */
    public static final String SETTINGS_FILE = "registrar.yaml";

    /**
     * Makes {@code directory} and everything in it, or nothing at all.
     *
     * @param owner the owner's name
     * @param hosts 1 to 32 names and addresses by which nodes call the registrar
     * @param minimal the least protection of nodes' keys that is certified
     * @param passphrase what the owner's key is encrypted by, and what the owner logs in by
     * @param random for keys and serial numbers: a {@link java.security.SecureRandom}
     * @throws FileAlreadyExistsException if the directory exists and is not empty
     * @throws ProvisioningException if a key can't be made
     * @throws IllegalArgumentException if name, hosts or passphrase can't be used
     */
    public static RegistrarHome create(
            Path directory,
            String owner,
            List<String> hosts,
            Assurance minimal,
            char[] passphrase,
            Clock clock,
            RandomGenerator random)
            throws IOException, ProvisioningException {
        return create(directory, owner, hosts, minimal, new OwnerKeyKind.EncryptedFile(), passphrase, clock, random);
    }

    /**
     * The same for an owner whose key may be in hardware, where it stays should the directory not be completed.
     *
     * @param kind what keeps the key
     */
    public static RegistrarHome create(
            Path directory,
            String owner,
            List<String> hosts,
            Assurance minimal,
            OwnerKeyKind kind,
            char[] passphrase,
            Clock clock,
            RandomGenerator random)
            throws IOException, ProvisioningException {
        try (NewDirectory made = NewDirectory.begin(directory)) {
            Path partial = made.partial();
            RegistrarHome home = new RegistrarHome(partial);
            ProtectedKey.requirePassphrase(passphrase); // before hardware keeps a key of nobody's
            try (OpenOwner opened = home.make(owner, kind, passphrase, clock, random)) {
                OwnerAuthority authority = opened.authority();
                authority.issueRegistrar(
                        CertificateRequest.of(Credentials.createKey(home.tlsKey())), hosts); // checks hosts
                new TrustPolicyFile(
                                List.of(home.ownerCertificate()),
                                TrustPolicy.of(List.of(authority.certificate())).withMinimalAssurance(minimal),
                                Set.of())
                        .write(home.trust());
            }
            Files.writeString(
                    partial.resolve(SETTINGS_FILE),
                    "# By which names and addresses nodes call this registrar. docs/provisioning.md has the rest.\nhosts: ["
                            + hosts.stream().map(host -> '"' + host + '"').collect(Collectors.joining(", "))
                            + "]\n");
            made.complete();
        }
        return new RegistrarHome(directory);
    }

    private OpenOwner make(String name, OwnerKeyKind kind, char[] passphrase, Clock clock, RandomGenerator random)
            throws IOException, ProvisioningException {
        if (kind instanceof OwnerKeyKind.EncryptedFile) {
            return new OpenOwner(OwnerAuthority.create(owner(), name, passphrase, clock, random), () -> {});
        }
        OwnerAuthority.requireName(name);
        Files.createDirectory(owner());
        PassphraseVerifier.create(login(), passphrase, random);
        OwnerKeyFile file = new OwnerKeyFile(owner());
        OwnerKeyFile.OpenKey key = kind instanceof OwnerKeyKind.Token token
                ? file.create(token)
                : file.create((OwnerKeyKind.Tpm) kind, random);
        try {
            OwnerAuthority authority = OwnerAuthority.selfSigned(key.key(), name, clock, random);
            Certificates.write(ownerCertificate(), List.of(authority.certificate()));
            return new OpenOwner(authority, key.release());
        } catch (IOException | RuntimeException e) {
            key.close();
            throw e;
        }
    }

    private Path login() {
        return owner().resolve("login");
    }

    private Path owner() {
        return directory.resolve("owner");
    }

    private Path tlsKey() {
        return directory.resolve("tls.key");
    }

    private Path trust() {
        return directory.resolve(TrustPolicyFile.FILE_NAME);
    }

    /** The certificate to trust this owner, and this registrar's server, by. */
    public Path ownerCertificate() {
        return owner().resolve(OwnerAuthority.CERTIFICATE_FILE);
    }

    /** Where a running registrar says how it is called. */
    public Path urlFile() {
        return directory.resolve("registrar.url");
    }

    /**
     * Opens the owner's authority.
     *
     * @throws ProvisioningException if the passphrase is another, a file is missing or wrong, or the hardware with the key is not
     *     there
     */
    OpenOwner open(char[] passphrase, Clock clock, RandomGenerator random) throws ProvisioningException {
        if (!Files.isDirectory(owner())) {
            throw ProvisioningException.in(directory, "holds no owner; 'signet owner init' makes one");
        }
        OwnerKeyFile file = new OwnerKeyFile(owner());
        if (!file.exists()) {
            return new OpenOwner(OwnerAuthority.open(owner(), passphrase, clock, random), () -> {});
        }
        PassphraseVerifier.check(login(), passphrase); // before the hardware is touched
        List<X509Certificate> chain = authorities();
        OwnerKeyFile.OpenKey key = file.open(random);
        if (!Arrays.equals(
                key.key().publicKey().getEncoded(), chain.get(0).getPublicKey().getEncoded())) {
            key.close();
            throw ProvisioningException.in(ownerCertificate(), "is not for the key in the owner's TPM or token");
        }
        return new OpenOwner(OwnerAuthority.of(new Credentials(key.key(), chain), clock, random), key.release());
    }

    /** What the owner demands of nodes. */
    TrustPolicy policy() throws ProvisioningException {
        return TrustPolicyFile.read(trust()).policy();
    }

    /**
     * What the owner has for all of his nodes.
     *
     * @throws ProvisioningException if a file is missing or wrong, or the trust policy names what nodes can't be given
     */
    Offer offer() throws ProvisioningException {
        TrustPolicyFile trusted = TrustPolicyFile.read(trust());
        if (!trusted.revoked().isEmpty()) {
            throw ProvisioningException.in(
                    trust(),
                    "names lists of revocations ('revoked'), which nodes are not given: they would believe whom you take"
                            + " for revoked. Take them away: nodes learn whom you revoke from this registrar, by their"
                            + " meshes");
        }
        List<String> owners = pems(trusted.owners());
        List<String> makers = pems(trusted.chipMakers());
        TrustPolicyFile elsewhere = new TrustPolicyFile(
                named(owners, Trust::ownerFile),
                trusted.policy(),
                trusted.publishers(),
                named(makers, Trust::chipMakerFile));
        return new Offer(
                settings().meshes(),
                new Trust(elsewhere.text(Path.of(TrustPolicyFile.FILE_NAME)), owners, makers),
                List.copyOf(new TreeSet<>(trusted.publishers())),
                new ModelShelf(directory.resolve("models")));
    }

    /** The archives of releases. */
    ModelShelf releases() {
        return new ModelShelf(directory.resolve("releases"));
    }

    private static List<String> pems(List<Path> files) throws ProvisioningException {
        List<String> pems = new ArrayList<>();
        for (Path file : files) {
            pems.add(Certificates.read(file).stream().map(Certificates::toPem).collect(Collectors.joining()));
        }
        return pems;
    }

    private static List<Path> named(List<String> pems, IntFunction<String> name) {
        return IntStream.rangeClosed(1, pems.size())
                .mapToObj(number -> Path.of(name.apply(number)))
                .toList();
    }

    /** What is in the settings' file. */
    RegistrarSettings settings() throws ProvisioningException {
        return RegistrarSettings.read(directory.resolve(SETTINGS_FILE));
    }

    /**
     * Opens what the registrar knows.
     *
     * @throws ProvisioningException if the settings are wrong
     * @throws BookException if it can't be opened, or another process has it
     */
    NodeBook book() throws ProvisioningException, BookException {
        RegistrarSettings settings = settings();
        return settings.database().isPresent()
                ? SqlNodeBook.open(
                        settings.database().get().url(),
                        settings.database().get().login())
                : SqlNodeBook.open(directory.resolve("book")); // H2 adds an ending to the name
    }

    /** The server's key, with a new certificate: it lasts a year from each start. */
    Credentials server(OwnerAuthority authority) throws ProvisioningException {
        try {
            HardwareKey key = SoftwareKey.load(tlsKey());
            return new Credentials(
                    key,
                    authority.issueRegistrar(
                            CertificateRequest.of(key), settings().hosts()));
        } catch (KeyFileException e) {
            throw new ProvisioningException(e.getMessage()); // which names the file
        }
    }

    /** The owner's certificate. */
    public List<X509Certificate> authorities() throws ProvisioningException {
        return Certificates.read(ownerCertificate());
    }
}
