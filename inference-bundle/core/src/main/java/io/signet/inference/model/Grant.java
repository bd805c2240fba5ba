package io.signet.inference.model;

import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.OkpKeys;
import io.signet.statement.cose.SigningException;
import io.signet.statement.hpke.Hpke;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.hpke.MeasuredKeyException;
import io.signet.statement.hpke.MeasuredKeyHolder;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A publisher's leave for one node to read one encrypted package: the package's content key, encrypted to a key in the node's
 * TPM that works only under the firmware which the publisher looked at. A file of its own, which lies beside the package and
 * is of use to nobody else; docs/model-packages.md lays it out to the byte. Immutable.
 */
public final class Grant {
    /** How a grant's file name ends. */
    public static final String EXTENSION = ".grant";

    /** Largest grant. */
    public static final int SIZE_BYTES_MAX = 4096;

    private static final String MAGIC = "signet/grant/1";
    private static final Bytes AAD = Bytes.utf8(MAGIC);
    private static final int FIELDS = 6;
    private static final long SECONDS_MAX = 253_402_300_799L; // the end of the year 9999
    private static final int SEALED_SIZE_BYTES = ContentKey.SIZE_BYTES + Hpke.TAG_SIZE_BYTES;

    private final PublisherKey publisher;
    private final Terms terms;
    private final Hpke.Sealed sealed;
    private final CoseSign1 message;

    /**
     * What a publisher signs.
     *
     * @param modelPackage the package's digest
     * @param node whose TPM it is for
     * @param key the key in that TPM
     * @param notAfter when it ends; whole seconds, 1970 to 9999
     */
    public record Terms(Digest modelPackage, NodeId node, MeasuredKey key, Instant notAfter) {
        public Terms {
            Limits.requireInRange("end of a grant", notAfter.getEpochSecond(), 0, SECONDS_MAX);
            notAfter = Instant.ofEpochSecond(notAfter.getEpochSecond());
        }
    }

    private Grant(PublisherKey publisher, Terms terms, Hpke.Sealed sealed, CoseSign1 message) {
        this.publisher = publisher;
        this.terms = terms;
        this.sealed = sealed;
        this.message = message;
    }

    /**
     * Grants.
     *
     * @param contentKey the key of {@code terms.modelPackage()}
     * @throws SigningException if the publisher's key can't sign
     */
    public static Grant issue(Publisher publisher, Terms terms, ContentKey contentKey) throws SigningException {
        byte[] secret = contentKey.toArray();
        Hpke.Sealed sealed;
        try {
            sealed = Hpke.seal(terms.key(), info(publisher.key(), terms), Bytes.EMPTY, secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
        CborWriter payload = new CborWriter().startMap(FIELDS);
        payload.writeInt(1).writeBytes(terms.modelPackage().value());
        payload.writeInt(2).writeBytes(terms.node().value());
        payload.writeInt(3).writeBytes(terms.key().point());
        payload.writeInt(4).startMap(terms.key().registers().size());
        for (Map.Entry<Integer, Digest> register : terms.key().registers().entrySet()) {
            payload.writeInt(register.getKey()).writeBytes(register.getValue().value());
        }
        payload.writeInt(5).writeInt(terms.notAfter().getEpochSecond());
        payload.writeInt(6).startArray(2).writeBytes(sealed.encapsulated()).writeBytes(sealed.ciphertext());
        Bytes header = PublisherSignature.header(publisher.key());
        Bytes content = payload.toBytes();
        Bytes signature = publisher.sign(CoseSign1.toBeSigned(header, AAD, content));
        return new Grant(
                publisher.key(),
                terms,
                sealed,
                new CoseSign1(header, CoseSign1.EMPTY_HEADER, Optional.of(content), signature));
    }

    /** What the content key is encrypted for. */
    private static Bytes info(PublisherKey publisher, Terms terms) {
        return new CborWriter()
                .startArray(4)
                .writeText(MAGIC)
                .writeBytes(publisher.value())
                .writeBytes(terms.modelPackage().value())
                .writeBytes(terms.node().value())
                .toBytes();
    }

    /** COSE_Sign1. */
    public Bytes encode() {
        return message.encode();
    }

    /**
     * Reads a grant and checks the publisher's signature.
     *
     * @throws MalformedException if it is none, or {@link #publisher} did not sign it
     */
    public static Grant decode(Bytes encoded) throws MalformedException {
        if (encoded.size() > SIZE_BYTES_MAX) {
            throw new MalformedException("a grant has at most " + SIZE_BYTES_MAX + " bytes, not " + encoded.size(), 0);
        }
        CoseSign1 message = CoseSign1.decode(encoded);
        Bytes payload = message.payload().orElseThrow(() -> new MalformedException("a grant has a payload", 0));
        if (!message.unprotectedHeader().equals(CoseSign1.EMPTY_HEADER)) {
            throw new MalformedException("a grant has an empty unprotected header", 0);
        }
        PublisherKey publisher = PublisherSignature.publisher(message);
        CborReader reader = new CborReader(payload);
        try {
            Terms terms = readTerms(reader);
            Hpke.Sealed sealed = readSealed(reader);
            reader.expectEnd();
            if (!message.verify(OkpKeys.ed25519(publisher.value()), CoseAlgorithm.EDDSA, AAD, payload)) {
                throw new MalformedException("altered: it is not what publisher " + publisher + " signed", 0);
            }
            return new Grant(publisher, terms, sealed, message);
        } catch (IllegalArgumentException e) { // out of range, or 32 bytes that are no key
            throw new MalformedException(String.valueOf(e.getMessage()), reader.offset());
        }
    }

    private static Terms readTerms(CborReader reader) throws MalformedException {
        reader.readMap(FIELDS);
        reader.readExactInt(1);
        Digest modelPackage = new Digest(reader.readExactBytes(Digest.SIZE_BYTES));
        reader.readExactInt(2);
        NodeId node = new NodeId(reader.readExactBytes(NodeId.SIZE_BYTES));
        reader.readExactInt(3);
        Bytes point = reader.readExactBytes(MeasuredKey.POINT_SIZE_BYTES);
        reader.readExactInt(4);
        int count = reader.readMapSize();
        SortedMap<Integer, Digest> registers = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int register = (int) reader.readInt(0, Integer.MAX_VALUE);
            registers.put(register, new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
        }
        reader.readExactInt(5);
        Instant notAfter = Instant.ofEpochSecond(reader.readInt(0, SECONDS_MAX));
        return new Terms(modelPackage, node, new MeasuredKey(point, registers), notAfter);
    }

    private static Hpke.Sealed readSealed(CborReader reader) throws MalformedException {
        reader.readExactInt(6);
        reader.readArray(2);
        return new Hpke.Sealed(
                reader.readExactBytes(MeasuredKey.POINT_SIZE_BYTES), reader.readExactBytes(SEALED_SIZE_BYTES));
    }

    /** Who granted. */
    public PublisherKey publisher() {
        return publisher;
    }

    /** What was granted. */
    public Terms terms() {
        return terms;
    }

    /**
     * Has {@code holder} open the content key. Whether the grant is over, the caller looks.
     *
     * @return the key, which the caller closes; empty if it was encrypted for something else than these terms
     * @throws MeasuredKeyException if the holder is another node or runs other firmware, with the reason
     */
    public Optional<ContentKey> open(MeasuredKeyHolder holder) throws MeasuredKeyException {
        Optional<byte[]> opened = Hpke.open(holder, terms.key(), info(publisher, terms), Bytes.EMPTY, sealed);
        Optional<ContentKey> key = opened.map(ContentKey::copyOf);
        opened.ifPresent(secret -> Arrays.fill(secret, (byte) 0));
        return key;
    }

    /** Package, node and end. */
    @Override
    public String toString() {
        return "grant of package " + terms.modelPackage() + " to node " + terms.node() + " until " + terms.notAfter();
    }
}
