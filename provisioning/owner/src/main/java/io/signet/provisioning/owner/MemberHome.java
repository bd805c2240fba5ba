package io.signet.provisioning.owner;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.provisioning.internal.SafeFiles;
import io.signet.runtime.NewDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The directory of a broker or a requester that is being made, with the files as in {@link MeshHome}: its key is there, and its
 * owner, who is elsewhere, has yet to certify it. Closed before that, nothing stays.
 */
public final class MemberHome implements AutoCloseable {
    private static final Pattern FILE = Pattern.compile("[a-z0-9-]{1,32}\\.(pem|yaml)");

    private final NewDirectory made;
    private final CertificateRequest request;

    private MemberHome(NewDirectory made, CertificateRequest request) {
        this.made = made;
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
        NewDirectory made = NewDirectory.begin(directory);
        try {
            Path key = made.partial().resolve(Credentials.KEY_FILE);
            Files.createDirectories(key.getParent());
            return new MemberHome(made, CertificateRequest.of(Credentials.createKey(key)));
        } catch (ProvisioningException | IOException | RuntimeException e) {
            made.close();
            throw e;
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
        Path partial = made.partial();
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
        made.complete();
    }

    @Override
    public void close() throws IOException {
        made.close();
    }
}
