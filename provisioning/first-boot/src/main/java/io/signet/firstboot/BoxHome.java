package io.signet.firstboot;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
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
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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

    static final String REGISTRAR_FILE = "registrar.url";
    static final String PROFILE_FILE = "profile.yaml";
    private static final int LABEL_BYTES_MAX = 1024;

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
        new MeshProfile(
                        profile.mesh().name(),
                        profile.mesh().brokers(),
                        directory.resolve(Credentials.KEY_FILE),
                        directory.resolve(Credentials.CHAIN_FILE),
                        directory.resolve(TrustPolicyFile.FILE_NAME),
                        profile.mesh().witnesses())
                .write(directory.resolve(MeshProfile.FILE_NAME));
        OwnerOnlyFile.replace(directory.resolve(PROFILE_FILE), profile.encode().toArray());
    }

    private static void write(Path into, NodeProfile profile) throws IOException {
        for (Map.Entry<String, String> file : profile.trust().files().entrySet()) {
            OwnerOnlyFile.replace(into.resolve(file.getKey()), file.getValue().getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Makes it a node.
     *
     * @param keySection the section of {@code node.yaml} that names its key
     */
    public void becomeNode(NodeProfile profile, String keySection) throws IOException {
        int port = profile.mesh().gatewayPort();
        new NodeSettings(
                        keySection,
                        new HashSet<>(profile.publishers()),
                        profile.mesh().witnessesAsked(),
                        port == 0 ? OptionalInt.empty() : OptionalInt.of(port))
                .write(directory);
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
