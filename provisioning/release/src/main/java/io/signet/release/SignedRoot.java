package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;
import java.util.Optional;

/**
 * A root and who signed it so far.
 *
 * @param document with the signatures
 * @param root what it says
 */
public record SignedRoot(SignedDocument document, Root root) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = 16 * 1024;

    public SignedRoot {
        if (!document.type().equals(Root.MEDIA_TYPE) || !document.payload().equals(root.encode())) {
            throw new IllegalArgumentException("the document is not this root");
        }
    }

    /** The root, which nobody signed yet. */
    public static SignedRoot unsigned(Root root) {
        return new SignedRoot(SignedDocument.unsigned(Root.MEDIA_TYPE, root.encode()), root);
    }

    /**
     * Reads a root; its signatures are not checked.
     *
     * @throws MalformedException if it is anything else
     */
    public static SignedRoot decode(Bytes encoded) throws MalformedException {
        if (encoded.size() > SIZE_BYTES_MAX) {
            throw new MalformedException("a root has at most " + SIZE_BYTES_MAX + " bytes", 0);
        }
        SignedDocument document = SignedDocument.decode(encoded, Root.MEDIA_TYPE, Root.SIZE_BYTES_MAX);
        return new SignedRoot(document, Root.decode(document.payload()));
    }

    /** The encoding. */
    public Bytes encode() {
        return document.encode();
    }

    /** With one signature more, see {@link SignedDocument#signedBy}. */
    public SignedRoot signedBy(CoseSigner signer, ReleaseKey key) throws SigningException {
        return new SignedRoot(document.signedBy(signer, key), root);
    }

    /** What an owner compares and a registrar tells its nodes: the SHA-256 of the root without its signatures. */
    public Digest fingerprint() {
        return Digest.sha256(document.payload());
    }

    /** Why it can't be the first root that somebody trusts: too few of its own keys signed it; empty if it can. */
    public Optional<String> objectionToFirst() {
        return root.roots().objection(document).map(missing -> "root " + root.version() + ": " + missing);
    }

    /** Why it can't take the place of {@code trusted}; empty if it can. */
    public Optional<String> objectionAfter(SignedRoot trusted) {
        String name = "root " + root.version();
        if (!root.product().equals(trusted.root.product())) {
            return Optional.of(name + " is of '" + root.product() + "', not of '" + trusted.root.product() + "'");
        }
        if (root.version() != trusted.root.version() + 1) {
            return Optional.of(name + " does not follow root " + trusted.root.version());
        }
        // The Update Framework, section 5.3.4: by those whom the old one names, and by those whom the new one names.
        return trusted.root
                .roots()
                .objection(document)
                .map(missing -> name + ", by the keys of root " + trusted.root.version() + ": " + missing)
                .or(this::objectionToFirst);
    }
}
