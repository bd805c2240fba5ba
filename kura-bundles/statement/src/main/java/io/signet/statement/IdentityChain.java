package io.signet.statement;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.internal.X509Reader;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
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
    public static final int CERTIFICATE_SIZE_BYTES_MAX = X509Reader.SIZE_BYTES_MAX;

    /** The extension with the assurance; its arc comes from a UUID (X.667), so that it needs no registration. */
    public static final String ASSURANCE_OID = "2.25.150771436589273566982925956856046397622";

    private final List<Bytes> certificates;
    private final List<X509Certificate> parsed;
    private final CertificateReader.NodeCertificate subject;
    private final PublicKey identityKey;
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
            subject = CertificateReader.readNode(parsed.get(0));
            identityKey = parsed.get(0).getPublicKey();
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
        return subject.node();
    }

    /** The node's identity key. */
    public PublicKey identityKey() {
        return identityKey;
    }

    /** What protects the identity key, according to whoever issued the certificate. */
    public Assurance assurance() {
        return subject.assurance();
    }

    /** The owner's name, 1 to 64 visible characters. */
    public String owner() {
        return subject.owner();
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
        return "node " + node() + " of " + owner() + " (" + assurance().label() + ")";
    }

    private static void requireLength(int length, int offset) throws MalformedException {
        if (length < 1 || length > LENGTH_MAX) {
            throw new MalformedException("an identity has 1 to " + LENGTH_MAX + " certificates, not " + length, offset);
        }
    }

    private static List<X509Certificate> parse(List<Bytes> certificates) throws MalformedException {
        List<X509Certificate> parsed = new ArrayList<>(certificates.size());
        for (Bytes certificate : certificates) {
            parsed.add(X509Reader.read(certificate));
        }
        return List.copyOf(parsed);
    }
}
