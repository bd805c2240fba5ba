package io.signet.statement;

import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.internal.Der;
import io.signet.statement.internal.Labels;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Reads what a node's certificate says. */
final class CertificateReader {
    /** 2.5.4.3 and 2.5.4.10 (RFC 5280 appendix A.1), encoded. */
    private static final Bytes COMMON_NAME = Bytes.fromHex("550403");

    private static final Bytes ORGANISATION = Bytes.fromHex("55040a");

    private static final int DIGITAL_SIGNATURE = 0;

    private CertificateReader() {}

    /** What a node's certificate says. */
    record NodeCertificate(NodeId node, String owner, Assurance assurance) {}

    /** Reads what a node's certificate says, and refuses any other certificate. */
    static NodeCertificate readNode(X509Certificate leaf) throws MalformedException {
        if (leaf.getBasicConstraints() >= 0) {
            throw new MalformedException("a node's certificate must not be an authority's", 0);
        }
        boolean[] usage = leaf.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE]) {
            throw new MalformedException("a node's certificate does not allow digital signatures", 0);
        }
        if (CoseAlgorithm.ofKey(leaf.getPublicKey()).isEmpty()) {
            throw new MalformedException("a node's key is neither on P-256 nor for Ed25519", 0);
        }
        NodeId node = NodeId.of(leaf.getPublicKey());
        Bytes subject = Bytes.copyOf(leaf.getSubjectX500Principal().getEncoded());
        if (!readName(subject, COMMON_NAME, "common name").equals(node.toHex())) {
            throw new MalformedException("the common name of a node's certificate is not the id of its key", 0);
        }
        return new NodeCertificate(node, readOwner(leaf), readAssurance(leaf));
    }

    /** The owner's name, in a node's certificate or the owner's own. */
    static String readOwner(X509Certificate certificate) throws MalformedException {
        Bytes subject = Bytes.copyOf(certificate.getSubjectX500Principal().getEncoded());
        return readName(subject, ORGANISATION, "organisation");
    }

    /** The one value of the attribute {@code type} in a subject's name (RFC 5280 section 4.1.2.4). */
    private static String readName(Bytes subject, Bytes type, String what) throws MalformedException {
        Optional<String> found = Optional.empty();
        Der name = new Der(new Der(subject.asBuffer()).read(Der.SEQUENCE));
        while (name.hasMore()) {
            Der set = new Der(name.read(Der.SET));
            while (set.hasMore()) {
                Der attribute = new Der(set.read(Der.SEQUENCE));
                if (!Bytes.copyOf(attribute.read(Der.OBJECT_IDENTIFIER)).equals(type)) {
                    continue;
                }
                if (found.isPresent()) {
                    throw new MalformedException("a certificate has its " + what + " twice", 0);
                }
                boolean printable = attribute.peekTag() == Der.PRINTABLE_STRING;
                found = Optional.of(text(attribute.read(printable ? Der.PRINTABLE_STRING : Der.UTF8_STRING)));
            }
        }
        String value = found.orElseThrow(() -> new MalformedException("a certificate has no " + what, 0));
        if (!Labels.isName(value)) {
            throw new MalformedException(
                    "the " + what + " of a certificate is not 1 to " + Labels.CHARS_MAX + " visible characters", 0);
        }
        return value;
    }

    private static Assurance readAssurance(X509Certificate leaf) throws MalformedException {
        byte[] extension = leaf.getExtensionValue(IdentityChain.ASSURANCE_OID);
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

    private static String text(ByteBuffer utf8) throws MalformedException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("a text in a certificate is not valid UTF-8", 0);
        }
    }
}
