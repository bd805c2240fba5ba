package io.signet.firstboot;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Membership;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.owner.NodeSettings;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.runtime.Trees;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A box's directory on its way to a node's. Each file is whole or not there, and what says that a step is done is written last:
 * {@code identity/chain.pem} that it is enrolled, {@code profile.yaml} that it knows what it is to do, {@code node.yaml} that
 * it is a node. So a box that is switched off at any moment goes on where it was.
 *
 * @param directory the node's home
 */
public record BoxHome(Path directory) {
    /** Where the box's label is, unless another file is named. */
    public static final String LABEL_FILE = "label";

    /** Where its registrar is. */
    public static final String REGISTRAR_FILE = "registrar.url";

    static final String PROFILE_FILE = "profile.yaml";
    /** The word of the owner who gave the node away. */
    public static final String VOUCHER_FILE = "voucher.cms";

    static final String REVOKED_FILE = "revoked";
    /** What packages profiles named. */
    public static final String MODELS_LIST_FILE = "profile-models";

    /** The last status, which the launcher writes. */
    static final String STATUS_FILE = "status";

    private static final int LABEL_BYTES_MAX = 1024;
    private static final int DIGEST_CHARS = 16;

    /** Whether it is a node already. */
    public boolean isNode() {
        return Files.exists(directory.resolve(NodeSettings.FILE_NAME));
    }

    /**
     * The box's label.
     *
     * @param file where it is
     * @return empty if there is no such file
     * @throws ProvisioningException if it holds no label, or others may read it
     */
    static Optional<Label> label(Path file) throws ProvisioningException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            byte[] text = OwnerOnlyFile.read(file, LABEL_BYTES_MAX);
            return Optional.of(Label.parse(new String(text, StandardCharsets.UTF_8).strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw ProvisioningException.in(file, e.getMessage());
        }
    }

    /** The registrar that enrolled it, if one did. */
    public Optional<URI> registrar() {
        Path file = directory.resolve(REGISTRAR_FILE);
        try {
            return Files.exists(file) ? Optional.of(RegistrarAddress.parse(Files.readString(file))) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // it is found again
        }
    }

    /** What it has of {@code key}'s enrolment; empty if it is not enrolled, or another key is. */
    public Optional<Enrolled> enrolled(HardwareKey key) throws ProvisioningException {
        Path chain = directory.resolve(Credentials.CHAIN_FILE);
        if (!Files.exists(chain)) {
            return Optional.empty();
        }
        List<X509Certificate> certificates = Certificates.read(chain);
        if (!Arrays.equals(
                certificates.get(0).getPublicKey().getEncoded(), key.publicKey().getEncoded())) {
            throw ProvisioningException.in(
                    chain, "is for another key than this box has; 'signet node reset' begins anew");
        }
        return Optional.of(new Enrolled(
                certificates,
                Certificates.read(directory.resolve(OwnerAuthority.CERTIFICATE_FILE))
                        .get(0)));
    }

    /** Keeps that it is enrolled. */
    public void keep(Enrolled enrolled, URI registrar) throws IOException {
        Files.createDirectories(directory.resolve(Credentials.CHAIN_FILE).getParent());
        replace(REGISTRAR_FILE, registrar + "\n");
        Certificates.write(directory.resolve(OwnerAuthority.CERTIFICATE_FILE), List.of(enrolled.owner()));
        Certificates.write(directory.resolve(Credentials.CHAIN_FILE), enrolled.chain());
    }

    /** What it is to do, if it was told. */
    public Optional<NodeProfile> profile() throws ProvisioningException {
        Path file = directory.resolve(PROFILE_FILE);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            NodeProfile.decode(Bytes.copyOf(OwnerOnlyFile.read(file, NodeProfile.SIZE_BYTES_MAX))))
                    : Optional.empty();
        } catch (IOException e) {
            throw ProvisioningException.in(file, e.getMessage());
        }
    }

    /**
     * Keeps what it is to do.
     *
     * @throws ProvisioningException if the policy in it can't be used; what was there before stays
     */
    public void keep(NodeProfile profile) throws IOException, ProvisioningException {
        Path draft = Files.createTempDirectory(directory, ".trust");
        try {
            write(draft, profile);
            TrustPolicyFile.read(draft.resolve(TrustPolicyFile.FILE_NAME)); // before anything of it takes effect
        } finally {
            Trees.delete(draft);
        }
        write(directory, profile);
        mesh(profile).write(directory.resolve(MeshProfile.FILE_NAME));
        OwnerOnlyFile.replace(directory.resolve(PROFILE_FILE), profile.encode().toArray());
    }

    private MeshProfile mesh(NodeProfile profile) {
        return new MeshProfile(
                profile.mesh().name(),
                profile.mesh().brokers(),
                directory.resolve(Credentials.KEY_FILE),
                directory.resolve(Credentials.CHAIN_FILE),
                directory.resolve(TrustPolicyFile.FILE_NAME),
                profile.mesh().witnesses());
    }

    private static void write(Path into, NodeProfile profile) throws IOException {
        for (Map.Entry<String, String> file : profile.trust().files().entrySet()) {
            OwnerOnlyFile.replace(into.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Makes it a node.
     *
     * @param certificate its own
     * @param keySection the section of {@code node.yaml} that names its key
     */
    public void becomeNode(NodeProfile profile, X509Certificate certificate, String keySection) throws IOException {
        want(profile, certificate, true);
        Files.createDirectories(directory.resolve(NodeSettings.MODELS_DIRECTORY));
        replace(NodeSettings.FILE_NAME, LocalSettings.text(keySection));
    }

    /**
     * Says what the owner wants of the running node, and has its parts read anew what they read of files, if something of that
     * changed; see {@code wanted.yaml} of the launcher. To be called when all other files are as the profile says.
     *
     * @param certificate the node's newest
     * @param answers whether the node is to answer at all
     */
    public void want(NodeProfile profile, X509Certificate certificate, boolean answers) throws IOException {
        String revision =
                digestOfFiles(profile) + "-" + certificate.getSerialNumber().toString(16);
        String wanted = new WantedSettings(profile, revision, answers).text();
        Path file = directory.resolve(WantedSettings.FILE_NAME);
        if (!Files.exists(file) || !Files.readString(file).equals(wanted)) {
            replace(WantedSettings.FILE_NAME, wanted);
        }
    }

    /** The same as long as what a member of the mesh reads of files is the same. */
    private static String digestOfFiles(NodeProfile profile) {
        StringBuilder all = new StringBuilder();
        all.append(profile.mesh().name())
                .append(profile.mesh().brokers())
                .append(profile.mesh().witnesses());
        profile.trust().files().forEach((file, text) -> all.append(file).append(text));
        return Digest.sha256(Bytes.utf8(all.toString())).toHex().substring(0, DIGEST_CHARS);
    }

    /**
     * Makes whole what a loss of power left half of another profile. To be called before the node runs.
     *
     * @throws ProvisioningException if the profile itself can't be used
     */
    public void mend() throws ProvisioningException, IOException {
        Optional<NodeProfile> last = profile();
        if (last.isPresent() && !isAs(last.get())) {
            keep(last.get());
        }
    }

    private boolean isAs(NodeProfile profile) throws IOException {
        for (Map.Entry<String, String> file : profile.trust().files().entrySet()) {
            Path path = directory.resolve(file.getKey());
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                return false;
            }
        }
        try {
            MeshProfile there = MeshProfile.read(directory.resolve(MeshProfile.FILE_NAME));
            return there.mesh().equals(profile.mesh().name())
                    && there.brokers().equals(profile.mesh().brokers())
                    && there.witnesses().equals(profile.mesh().witnesses());
        } catch (ProvisioningException e) {
            return false; // it is written anew
        }
    }

    /** Keeps a renewed certificate; the owner stays. */
    public void keepChain(List<X509Certificate> chain) throws IOException {
        Certificates.write(directory.resolve(Credentials.CHAIN_FILE), chain);
    }

    /** Keeps the owner's word that the node is his no more. */
    public void keepVoucher(Bytes voucher) throws IOException {
        OwnerOnlyFile.replace(directory.resolve(VOUCHER_FILE), voucher.toArray());
    }

    /** Whether its owner revoked it, as far as it was told. */
    public boolean isRevoked() {
        return Files.exists(directory.resolve(REVOKED_FILE));
    }

    /** Keeps whether its owner revoked it. */
    public void setRevoked(boolean revoked) throws IOException {
        if (revoked) {
            replace(REVOKED_FILE, "The registrar told this node that its owner revoked it.\n");
        } else {
            Files.deleteIfExists(directory.resolve(REVOKED_FILE));
        }
    }

    /** Whether a model package of the profile is there. */
    public boolean hasModel(NodeProfile.Model model) {
        return Files.exists(model(model));
    }

    /**
     * Fetches a model package once, unless it is there; goes on where it was.
     *
     * @return why it is not there yet; empty if it is
     */
    public Optional<Failed> fetch(NodeProfile.Model model, Membership registrar)
            throws IOException, InterruptedException {
        return new ModelFetch(registrar, model, model(model)).attempt();
    }

    /** Where a model package of the profile is. */
    Path model(NodeProfile.Model model) {
        return directory
                .resolve(NodeSettings.MODELS_DIRECTORY)
                .resolve(model.digest().toHex() + ".signet");
    }

    private void replace(String file, String text) throws IOException {
        OwnerOnlyFile.replace(directory.resolve(file), text.getBytes(StandardCharsets.UTF_8));
    }
}
