package io.signet.release;

import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.cose.CoseSigner;
import io.signet.statement.cose.SigningException;

/**
 * A release and who signed it so far.
 *
 * @param document with the signatures
 * @param release what it says
 */
public record SignedRelease(SignedDocument document, Release release) {
    /** Largest encoding. */
    public static final int SIZE_BYTES_MAX = Release.SIZE_BYTES_MAX + 8 * 1024;

    public SignedRelease {
        if (!document.type().equals(Release.MEDIA_TYPE) || !document.payload().equals(release.encode())) {
            throw new IllegalArgumentException("the document is not this release");
        }
    }

    /** The release, which nobody signed yet. */
    public static SignedRelease unsigned(Release release) {
        return new SignedRelease(SignedDocument.unsigned(Release.MEDIA_TYPE, release.encode()), release);
    }

    /**
     * Reads a release; its signatures are not checked.
     *
     * @throws MalformedException if it is anything else
     */
    public static SignedRelease decode(Bytes encoded) throws MalformedException {
        SignedDocument document = SignedDocument.decode(encoded, Release.MEDIA_TYPE, Release.SIZE_BYTES_MAX);
        return new SignedRelease(document, Release.decode(document.payload()));
    }

    /** The encoding. */
    public Bytes encode() {
        return document.encode();
    }

    /** With one signature more, see {@link SignedDocument#signedBy}. */
    public SignedRelease signedBy(CoseSigner signer, ReleaseKey key) throws SigningException {
        return new SignedRelease(document.signedBy(signer, key), release);
    }
}
