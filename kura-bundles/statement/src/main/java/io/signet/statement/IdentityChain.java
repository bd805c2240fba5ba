package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A node's certificate and those between it and its owner's, which is left out: whoever verifies has it already.
 *
 * <p>The first certificate is the node's: its key is the identity key, for ES256 or Ed25519; its subject has the node's id
 * in hexadecimal digits as the common name and the owner's name as the organisation; the extension {@link #ASSURANCE_OID}
 * has the assurance's label as a UTF8String. That it is well-formed says nothing about who issued it: see
 * {@link Verifier#checkChain}. On the wire an array of byte strings; docs/protocol.md, section "Identity chain".
 */
public final class IdentityChain {
    /** Most certificates. */
    public static final int LENGTH_MAX = 4;

    /** Largest certificate. */
    public static final int CERTIFICATE_SIZE_BYTES_MAX = 4 * 1024;

    /** The extension with the assurance; its arc comes from a UUID (X.667), so that it needs no registration. */
    public static final String ASSURANCE_OID = "2.25.150771436589273566982925956856046397622";

    /** 2.5.4.3 and 2.5.4.10, encoded. */
    private static final Bytes COMMON_NAME = Bytes.fromHex("550403");

    private static final Bytes ORGANISATION = Bytes.fromHex("55040a");

    private final List<Bytes> certificates;
    private final List<X509Certificate> parsed;
    private final NodeId node;
    private final Assurance assurance;
    private final String owner;
    private final int hash;

    /**
     * Reads the certificates.
     *
     * @param certificates in DER, the node's first, its issuer's next; 1 to {@link #LENGTH_MAX}
     * @throws IllegalArgumentException if one is malformed or the first is not a node's
     */
    public IdentityChain(List<Bytes> certificates) {
        this.certificates = List.copyOf(certificates);
        this.hash = this.certificates.hashCode();
        try {
            requireLength(certificates.size(), 0);
            parsed = parse(this.certificates);
            X509Certificate leaf = parsed.get(0);
            Names names = Names.of(leaf);
            owner = names.owner;
            node = NodeId.of(leaf.getPublicKey());
            assurance = readAssurance(leaf);
            requireNodeCertificate(leaf, names);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * The chain of parsed certificates.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static IdentityChain of(List<X509Certificate> certificates) {
        List<Bytes> encoded = new ArrayList<>();
        for (X509Certificate certificate : certificates) {
            try {
                encoded.add(Bytes.copyOf(certificate.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalArgumentException("a certificate has no encoding: " + e.getMessage(), e);
            }
        }
        return new IdentityChain(encoded);
    }

    /** The certificates in DER, the node's first. */
    public List<Bytes> certificates() {
        return certificates;
    }

    /** The certificates, the node's first. */
    public List<X509Certificate> parsed() {
        return parsed;
    }

    /** The node's certificate. */
    public X509Certificate leaf() {
        return parsed.get(0);
    }

    /** The node's id. */
    public NodeId node() {
        return node;
    }

    /** The node's identity key. */
    public PublicKey identityKey() {
        return leaf().getPublicKey();
    }

    /** What protects the identity key, according to whoever issued the certificate. */
    public Assurance assurance() {
        return assurance;
    }

    /** The owner's name, 1 to 64 characters of printable ASCII. */
    public String owner() {
        return owner;
    }

    /** The encoding. */
    public Bytes encode() {
        CborWriter writer = new CborWriter(1024);
        write(writer);
        return writer.toBytes();
    }

    /**
     * Reads a chain.
     *
     * @throws MalformedException if {@code encoded} is anything else
     */
    public static IdentityChain decode(Bytes encoded) throws MalformedException {
        CborReader reader = new CborReader(encoded);
        IdentityChain chain = read(reader);
        reader.expectEnd();
        return chain;
    }

    /** Writes the chain as one item. */
    public void write(CborWriter writer) {
        writer.startArray(certificates.size());
        certificates.forEach(writer::writeBytes);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedException if it is anything else
     */
    public static IdentityChain read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int length = reader.readArraySize();
        requireLength(length, start);
        List<Bytes> certificates = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            certificates.add(reader.readBytes(CERTIFICATE_SIZE_BYTES_MAX));
        }
        try {
            return new IdentityChain(certificates);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }

    /** The same certificates. */
    @Override
    public boolean equals(Object other) {
        return other instanceof IdentityChain chain && hash == chain.hash && certificates.equals(chain.certificates);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The node and its owner. */
    @Override
    public String toString() {
        return "node " + node + " of " + owner + " (" + assurance.label() + ")";
    }

    private static void requireLength(int length, int offset) throws MalformedException {
        if (length < 1 || length > LENGTH_MAX) {
            throw new MalformedException("an identity has 1 to " + LENGTH_MAX + " certificates, not " + length, offset);
        }
    }

    private static List<X509Certificate> parse(List<Bytes> certificates) throws MalformedException {
        List<X509Certificate> parsed = new ArrayList<>(certificates.size());
        for (Bytes certificate : certificates) {
            parsed.add(parse(certificate));
        }
        return List.copyOf(parsed);
    }

    private static X509Certificate parse(Bytes certificate) throws MalformedException {
        if (certificate.size() > CERTIFICATE_SIZE_BYTES_MAX) {
            throw new MalformedException(
                    "a certificate has at most " + CERTIFICATE_SIZE_BYTES_MAX + " bytes, not " + certificate.size(), 0);
        }
        // Java also takes PEM and BER here, and ignores what follows: the outermost element must be all there is.
        Der outer = new Der(certificate.asBuffer());
        outer.read(Der.SEQUENCE);
        if (outer.hasMore()) {
            throw new MalformedException("bytes follow a certificate", outer.offset());
        }
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.toArray()));
        } catch (CertificateException e) {
            throw new MalformedException("a certificate can't be read: " + e.getMessage(), 0);
        }
    }

    private void requireNodeCertificate(X509Certificate leaf, Names names) throws MalformedException {
        if (leaf.getBasicConstraints() >= 0) {
            throw new MalformedException("a node's certificate must not be an authority's", 0);
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[0]) {
            throw new MalformedException("a node's certificate does not allow digital signatures", 0);
        }
        if (CoseAlgorithm.ofKey(leaf.getPublicKey()).isEmpty()) {
            throw new MalformedException("a node's key is neither on P-256 nor for Ed25519", 0);
        }
        if (!names.commonName.equals(node.toHex())) {
            throw new MalformedException("the common name of a node's certificate is not the id of its key", 0);
        }
    }

    private static Assurance readAssurance(X509Certificate leaf) throws MalformedException {
        byte[] extension = leaf.getExtensionValue(ASSURANCE_OID);
        if (extension == null) {
            throw new MalformedException("a node's certificate lacks the extension with its assurance", 0);
        }
        Der wrapped = new Der(new Der(ByteBuffer.wrap(extension)).read(Der.OCTET_STRING));
        String label = text(wrapped.read(Der.UTF8_STRING));
        if (wrapped.hasMore()) {
            throw new MalformedException("bytes follow the assurance in a node's certificate", 0);
        }
        return Assurance.ofLabel(label)
                .orElseThrow(() -> new MalformedException("the assurance in a node's certificate is unknown", 0));
    }

    private static String text(ByteBuffer utf8) {
        return StandardCharsets.UTF_8.decode(utf8).toString();
    }

    /** The two parts of a subject that matter. */
    private static final class Names {
        private String commonName = "";
        private String owner = "";

        static Names of(X509Certificate leaf) throws MalformedException {
            Names names = new Names();
            Der name = new Der(
                    new Der(ByteBuffer.wrap(leaf.getSubjectX500Principal().getEncoded())).read(Der.SEQUENCE));
            while (name.hasMore()) {
                Der set = new Der(name.read(Der.SET));
                while (set.hasMore()) {
                    names.add(new Der(set.read(Der.SEQUENCE)));
                }
            }
            Labels.check("the common name of a node's certificate", names.commonName, 0);
            Labels.check("the organisation of a node's certificate", names.owner, 0);
            return names;
        }

        private void add(Der attribute) throws MalformedException {
            Bytes type = Bytes.copyOf(attribute.read(Der.OBJECT_IDENTIFIER));
            boolean isCommonName = type.equals(COMMON_NAME);
            if (!isCommonName && !type.equals(ORGANISATION)) {
                return;
            }
            int tag = attribute.peekTag() == Der.PRINTABLE_STRING ? Der.PRINTABLE_STRING : Der.UTF8_STRING;
            String value = text(attribute.read(tag));
            if (!(isCommonName ? commonName : owner).isEmpty()) {
                throw new MalformedException("a node's certificate has a common name or organisation twice", 0);
            }
            if (isCommonName) {
                commonName = value;
            } else {
                owner = value;
            }
        }
    }
}
