package io.signet.attestation;

import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.TreeHead;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.Evidence;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A key in memory that remembers every head it signed, whether or not anybody came to see it; it fails when told to, and
 * lets a test act while it signs.
 */
public final class TestKey implements HardwareKey {
    private final KeyPair keys;
    private final SoftwareSigner signer;
    private final List<TreeHead> heads = new ArrayList<>();
    private boolean present = true;
    private Runnable whileSigning = () -> {};

    /** Draws a key. */
    public TestKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            keys = generator.generateKeyPair();
            signer = SoftwareSigner.ofP256(keys);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the key can sign. */
    public void setPresent(boolean present) {
        this.present = present;
    }

    /** What happens while the key signs the next time. */
    public void whileSigningNext(Runnable action) {
        whileSigning = action;
    }

    /** Every head that was signed, in order; their signatures are empty of meaning. */
    public List<TreeHead> heads() {
        return heads;
    }

    /** Signatures made. */
    public int signatures() {
        return heads.size();
    }

    /** The key pair. */
    public KeyPair keys() {
        return keys;
    }

    @Override
    public Bytes sign(Bytes toBeSigned) throws SigningException {
        Runnable action = whileSigning;
        whileSigning = () -> {};
        action.run();
        if (!present) {
            throw new SigningException("the test took the key away");
        }
        Bytes signature = signer.sign(toBeSigned);
        heads.add(headOf(toBeSigned, signature));
        return signature;
    }

    /** Reads the Sig_structure (RFC 9052 section 4.4) of a tree head. */
    private static TreeHead headOf(Bytes toBeSigned, Bytes signature) {
        try {
            CborReader reader = new CborReader(toBeSigned);
            reader.readArray(4);
            reader.readText(16);
            Bytes protectedHeader = reader.readBytes(512);
            reader.readBytes(0);
            Digest root = new Digest(reader.readBytes(Digest.SIZE_BYTES));
            CoseSign1 message =
                    new CoseSign1(protectedHeader, CoseSign1.EMPTY_HEADER, Optional.of(root.value()), signature);
            return TreeHead.decode(message.encode());
        } catch (MalformedException e) {
            throw new IllegalStateException("the log had something else signed than a tree head", e);
        }
    }

    @Override
    public Assurance assurance() {
        return Assurance.SOFTWARE;
    }

    @Override
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    @Override
    public NodeId node() {
        return NodeId.of(keys.getPublic());
    }

    @Override
    public Evidence evidence(Bytes nonce) throws SigningException {
        throw new SigningException("a test's key signs tree heads only");
    }

    @Override
    public PrivateKey handle() {
        return keys.getPrivate();
    }

    @Override
    public String description() {
        return "a test's key";
    }
}
