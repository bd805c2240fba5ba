package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.internal.SafeFiles;
import io.signet.runtime.Trees;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of a broker or a requester that is being made, with the files as in {@link MeshHome}: its key is there, and its
 * owner, who is elsewhere, has yet to certify it. Closed before that, nothing stays.
 */
public final class MemberHome implements AutoCloseable {
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]{1,32}\\.(pem|yaml)");

    private final Path target;
    private final Path partial;
    private final CertificateRequest request;

    private MemberHome(Path target, Path partial, CertificateRequest request) {
        this.target = target;
        this.partial = partial;
        this.request = request;
    }

    /**
     * What an owner said to a member.
     *
     * @param chain its certificates in PEM, leaf first
     * @param mesh which mesh it joins
     * @param brokers the mesh's brokers
     * @param files what goes into its directory besides, by the files' names: {@code trust.yaml} and what that names
     */
    public record Certified(String chain, String mesh, List<URI> brokers, Map<String, String> files) {
        public Certified {
            brokers = List.copyOf(brokers);
            files = Map.copyOf(files);
            files.keySet().forEach(Certified::requireFile);
        }

        private static void requireFile(String name) {
            if (!FILE.matcher(name).matches()) {
                throw new IllegalArgumentException("'" + name + "' is no name of a member's file");
            }
        }
    }

    /**
     * Draws a key for a member in {@code directory}.
     *
     * @throws FileAlreadyExistsException if the directory exists and is not empty
     * @throws ProvisioningException if the key can't be made
     */
    public static MemberHome begin(Path directory) throws IOException, ProvisioningException {
        Path target = directory.toAbsolutePath().normalize();
        if (Files.exists(target) && !isEmptyDirectory(target)) {
            throw new FileAlreadyExistsException(
                    directory.toString(), null, "exists already; name a new or empty directory");
        }
        Files.createDirectories(target.getParent());
        Path partial = Files.createTempDirectory(target.getParent(), "." + target.getFileName());
        Path key = partial.resolve(Credentials.KEY_FILE);
        Files.createDirectories(key.getParent());
        HardwareKey made = Credentials.createKey(key);
        return new MemberHome(target, partial, CertificateRequest.of(made));
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> content = Files.list(path)) {
            return content.findAny().isEmpty();
        }
    }

    /** What the owner is to certify. */
    public CertificateRequest request() {
        return request;
    }

    /**
     * Writes all the rest, and the directory is there.
     *
     * @throws ProvisioningException if what the owner sent can't be used
     */
    public void complete(Certified certified) throws IOException, ProvisioningException {
        for (Map.Entry<String, String> file : certified.files().entrySet()) {
            SafeFiles.write(partial.resolve(file.getKey()), file.getValue());
        }
        Path chain = partial.resolve(Credentials.CHAIN_FILE);
        SafeFiles.write(chain, certified.chain());
        Certificates.write(chain, Certificates.read(chain));
        Path trust = partial.resolve(TrustPolicyFile.FILE_NAME);
        TrustPolicyFile.read(trust);
        Path key = partial.resolve(Credentials.KEY_FILE);
        Credentials.load(key, chain);
        new MeshProfile(certified.mesh(), certified.brokers(), key, chain, trust)
                .write(partial.resolve(MeshProfile.FILE_NAME));
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        Trees.delete(partial); // gone already if all is done
    }
}
