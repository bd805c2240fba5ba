package io.signet.provisioning.enrolment;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an owner wants a node to be, as its registrar tells it: a YAML document of the type {@value #MEDIA_TYPE}, see
 * docs/provisioning.md, "What a node is told".
 *
 * @param version grows with each change for this node, from 1
 * @param name what the owner calls the node, 0 to 64 characters of printable ASCII
 * @param site where it is, the same
 * @param group what it belongs to, the same
 * @param mesh which mesh it joins, and how
 * @param trust whom and what it trusts
 * @param publishers raw Ed25519 keys, 32 bytes each, whose model packages it runs; at most {@value #PUBLISHERS_MAX}
 * @param models the packages that it shall have; at most {@value #MODELS_MAX}
 * @param standing whether it is to go on at all
 * @param firmware the release that it shall run; empty to go on with what it has
 */
public record NodeProfile(
        long version,
        String name,
        String site,
        String group,
        Mesh mesh,
        Trust trust,
        List<Bytes> publishers,
        List<Model> models,
        Standing standing,
        Optional<Firmware> firmware) {
    /** The type of the document. */
    public static final String MEDIA_TYPE = "application/vnd.signet.profile+yaml";

    /** Largest document. */
    public static final int SIZE_BYTES_MAX = 256 * 1024;

    /** Most packages that a profile names. */
    public static final int MODELS_MAX = 256;

    /** Most publishers that a profile names. */
    public static final int PUBLISHERS_MAX = 64;

    /** Most certificates of owners, and most of chip makers. */
    public static final int CERTIFICATES_MAX = 16;

    /** Largest package: 64 GB. */
    public static final long MODEL_BYTES_MAX = 64L << 30;

    /** Largest archive of a release: 2 GB of files, and its head. */
    public static final long FIRMWARE_BYTES_MAX = (2L << 30) + (4L << 20);

    /** Largest sequence number of a release. */
    public static final long FIRMWARE_SEQUENCE_MAX = 1L << 48;

    /** What errors call the document. */
    static final Path NAME = Path.of("profile.yaml");

    static final int NAME_CHARS_MAX = 64;
    /** Most witnesses that a node asks. */
    public static final int WITNESSES_ASKED_MAX = 8;

    static final int POLICY_CHARS_MAX = Settings.FILE_BYTES_MAX;
    static final int PEM_CHARS_MAX = 16 * 1024;
    static final int VOUCHER_BYTES_MAX = 16 * 1024;
    static final int PORT_MAX = 65_535;
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]{0," + NAME_CHARS_MAX + "}");
    private static final String PEM_BEGINS = "-----BEGIN CERTIFICATE-----\n";

    /**
     * The mesh that a node joins.
     *
     * @param name as in {@link MeshProfile}
     * @param brokers 1 to {@link MeshProfile#BROKERS_MAX} {@code mqtts} addresses, the first is tried first
     * @param witnesses whom the node asks to witness its log; empty to choose among the nodes online
     * @param witnessesAsked how many are asked, 0 to 8
     * @param gatewayPort the TCP port of the node's gateway, or 0 for none
     */
    public record Mesh(String name, List<URI> brokers, List<NodeId> witnesses, int witnessesAsked, int gatewayPort) {
        public Mesh {
            // The same checks as for the file that is made of it; the paths are of no interest.
            MeshProfile checked = new MeshProfile(name, brokers, NAME, NAME, NAME, witnesses);
            brokers = checked.brokers();
            witnesses = checked.witnesses();
            Limits.requireInRange("witnesses-asked", witnessesAsked, 0, WITNESSES_ASKED_MAX);
            Limits.requireInRange("gateway-port", gatewayPort, 0, PORT_MAX);
        }
    }

    /**
     * The text of a {@link TrustPolicyFile} and the certificates that it names.
     *
     * @param policy its {@code owners} are the files owner-1.pem and so on, its {@code chip-makers} maker-1.pem and so on
     * @param owners these files in PEM (RFC 7468), at least one
     * @param chipMakers the same
     */
    public record Trust(String policy, List<String> owners, List<String> chipMakers) {
        public Trust {
            if (policy.isBlank() || policy.length() > POLICY_CHARS_MAX) {
                throw new IllegalArgumentException("trust has 1 to " + POLICY_CHARS_MAX + " characters");
            }
            owners = List.copyOf(owners);
            chipMakers = List.copyOf(chipMakers);
            Limits.requireInRange("the number of owners", owners.size(), 1, CERTIFICATES_MAX);
            Limits.requireInRange("the number of chip makers", chipMakers.size(), 0, CERTIFICATES_MAX);
            owners.forEach(NodeProfile::requirePem);
            chipMakers.forEach(NodeProfile::requirePem);
        }

        /** What is to be written into a node's directory, by the files' names, the policy last: it names the others. */
        public Map<String, String> files() {
            Map<String, String> files = new LinkedHashMap<>();
            owners.forEach(pem -> files.put(ownerFile(files.size() + 1), pem));
            for (int i = 0; i < chipMakers.size(); i++) {
                files.put(chipMakerFile(i + 1), chipMakers.get(i));
            }
            files.put(TrustPolicyFile.FILE_NAME, policy);
            return files;
        }

        /** What the policy calls owner {@code number}, counted from 1. */
        public static String ownerFile(int number) {
            return "owner-" + number + ".pem";
        }

        /** What the policy calls chip maker {@code number}, counted from 1. */
        public static String chipMakerFile(int number) {
            return "maker-" + number + ".pem";
        }
    }

    /**
     * A model package, which the registrar has at {@code /.well-known/signet/models/DIGEST}.
     *
     * @param name for people, 1 to 64 characters of printable ASCII
     * @param digest the SHA-256 of the file
     * @param sizeBytes 1 to {@link #MODEL_BYTES_MAX}
     */
    public record Model(String name, Digest digest, long sizeBytes) {
        public Model {
            requirePrintable("a model's name", name);
            if (name.isBlank()) {
                throw new IllegalArgumentException("a model needs a name");
            }
            if (sizeBytes < 1 || sizeBytes > MODEL_BYTES_MAX) {
                throw new IllegalArgumentException("a model's size is 1 to " + MODEL_BYTES_MAX + " bytes");
            }
        }
    }

    /**
     * A release, whose archive the registrar has at {@code /.well-known/signet/releases/DIGEST}.
     *
     * @param sequence its sequence number, from 1
     * @param digest the SHA-256 of the archive
     * @param sizeBytes the archive's size, 1 to {@link #FIRMWARE_BYTES_MAX}
     * @param root the fingerprint of the root by which a node believes its first release
     */
    public record Firmware(long sequence, Digest digest, long sizeBytes, Digest root) {
        public Firmware {
            Limits.requireInRange("a release's sequence", sequence, 1, FIRMWARE_SEQUENCE_MAX);
            Limits.requireInRange("a release's size", sizeBytes, 1, FIRMWARE_BYTES_MAX);
        }
    }

    /**
     * Whether a node is to go on.
     *
     * @param retired it is to stop answering, and to show so
     * @param released it may forget its owner
     * @param renew it is to renew its certificate now
     * @param voucher what the owner signed when releasing it, at most 16 kB; empty if it was not released
     */
    public record Standing(boolean retired, boolean released, boolean renew, Optional<Bytes> voucher) {
        /** It goes on. */
        public static final Standing IN_USE = new Standing(false, false, false, Optional.empty());

        public Standing {
            voucher.ifPresent(
                    bytes -> Limits.requireInRange("the voucher's size in bytes", bytes.size(), 1, VOUCHER_BYTES_MAX));
        }
    }

    public NodeProfile {
        if (version < 1) {
            throw new IllegalArgumentException("version is a whole number from 1, not " + version);
        }
        name = requirePrintable("name", name).strip();
        site = requirePrintable("site", site).strip();
        group = requirePrintable("group", group).strip();
        publishers = List.copyOf(publishers);
        models = List.copyOf(models);
        Limits.requireInRange("the number of publishers", publishers.size(), 0, PUBLISHERS_MAX);
        Limits.requireInRange("the number of models", models.size(), 0, MODELS_MAX);
        publishers.forEach(TrustPolicyFile::requirePublisher);
    }

    private static String requirePrintable(String what, String text) {
        if (!PRINTABLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    what + " has at most " + NAME_CHARS_MAX + " characters, all of them printable ASCII");
        }
        return text;
    }

    private static void requirePem(String text) {
        if (!text.startsWith(PEM_BEGINS) || text.length() > PEM_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "a certificate is PEM with at most " + PEM_CHARS_MAX + " characters, from its first line on");
        }
    }

    /** The same in another version. */
    public NodeProfile inVersion(long number) {
        return new NodeProfile(number, name, site, group, mesh, trust, publishers, models, standing, firmware);
    }

    /** The same with another wish for its firmware. */
    public NodeProfile wishing(Optional<Firmware> release) {
        return new NodeProfile(version, name, site, group, mesh, trust, publishers, models, standing, release);
    }

    /**
     * Reads a profile.
     *
     * @param document UTF-8, at most {@link #SIZE_BYTES_MAX}
     * @throws ProvisioningException if it is wrong in any way, or has a key that is not known
     */
    public static NodeProfile decode(Bytes document) throws ProvisioningException {
        return NodeProfileDocument.read(document);
    }

    /**
     * The document.
     *
     * @throws IllegalStateException if it has more than {@link #SIZE_BYTES_MAX}
     */
    public Bytes encode() {
        return NodeProfileDocument.write(this);
    }
}
