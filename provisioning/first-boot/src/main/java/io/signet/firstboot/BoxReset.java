package io.signet.firstboot;

import io.signet.firstboot.member.ReleaseFetch;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.owner.NodeSettings;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Trees;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a node a box again: without keys, certificates, profile and label. What it answered stays: its log, what it saw as a
 * witness, the certificates to check them by, and its owner's voucher are moved to {@code before/NODE}. A reset that was interrupted is completed by the
 * next one.
 */
public final class BoxReset {
    private static final String HISTORY = "before";
    private static final List<String> KEPT = List.of("log", "witness");
    private static final List<String> KEYS = List.of(Credentials.KEY_FILE.toString(), "identity/tpm");
    private static final List<String> PLAIN_FILES = List.of(
            MeshProfile.FILE_NAME,
            TrustPolicyFile.FILE_NAME,
            BoxHome.PROFILE_FILE,
            BoxHome.REGISTRAR_FILE,
            BoxHome.VOUCHER_FILE,
            BoxHome.REVOKED_FILE,
            WantedSettings.FILE_NAME,
            BoxHome.MODELS_LIST_FILE,
            BoxHome.STATUS_FILE,
            OwnerAuthority.CERTIFICATE_FILE,
            BoxHome.LABEL_FILE);

    private final Path home;

    /** The reset of the node in {@code home}, which must not run. */
    public BoxReset(Path home) {
        this.home = home;
    }

    /**
     * Does it. The keys go first: from then on there is no way back.
     *
     * @return where the history is; empty if there is none
     * @throws ProvisioningException if its certificate can't be read
     */
    public Optional<Path> run() throws IOException, ProvisioningException {
        Path chain = home.resolve(Credentials.CHAIN_FILE);
        Optional<Path> history = Optional.empty();
        if (Files.exists(chain)) {
            NodeId node = NodeId.of(Certificates.read(chain).get(0).getPublicKey());
            Path before = Files.createDirectories(home.resolve(HISTORY).resolve(node.toHex()));
            Files.copy(chain, before.resolve(chain.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            copyIfThere(home.resolve(OwnerAuthority.CERTIFICATE_FILE), before.resolve(OwnerAuthority.CERTIFICATE_FILE));
            copyIfThere(home.resolve(BoxHome.VOUCHER_FILE), before.resolve(BoxHome.VOUCHER_FILE));
            history = Optional.of(before);
        }
        for (String key : KEYS) {
            Trees.delete(home.resolve(key));
        }
        if (history.isPresent()) {
            for (String kept : KEPT) {
                Path path = home.resolve(kept);
                if (Files.exists(path)) {
                    Files.move(path, history.get().resolve(kept), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        Files.deleteIfExists(chain);
        // It runs what it came with again: its next owner says whose releases it believes, and numbers are theirs.
        Trees.delete(home.resolve(ReleaseFetch.DIRECTORY));
        for (Path file : plainFiles()) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(home.resolve(NodeSettings.FILE_NAME));
        return history;
    }

    private static void copyIfThere(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<Path> plainFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        PLAIN_FILES.forEach(name -> files.add(home.resolve(name)));
        try (DirectoryStream<Path> trusted = Files.newDirectoryStream(home, "{owner,maker}-*.pem")) {
            trusted.forEach(files::add);
        }
        return files;
    }
}
