package io.signet.attestation;

import io.signet.attestation.internal.KeyFile;
import io.signet.attestation.internal.P256;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.FirmwareLog;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A key in a file: unencrypted PKCS#8 (RFC 5958) as PEM (RFC 7468), readable by its owner only. Whoever can read the
 * disk has the key, so it proves no hardware, and says so: {@link Assurance#SOFTWARE}.
 */
public final class SoftwareKey implements HardwareKey {
    private final KeyPair keys;
    private final NodeId node;
    private final SoftwareSigner signer;
    private final Path file;

    private SoftwareKey(KeyPair keys, Path file) {
        this.keys = keys;
        this.node = NodeId.of(keys.getPublic());
        this.signer = SoftwareSigner.ofP256(keys);
        this.file = file;
    }

    /**
     * Draws a key and writes it to {@code pemFile}, which then exists whole, with mode 600, or not at all.
     *
     * @param pemFile must not exist; its directory must
     * @throws KeyFileException if the file exists already or can't be written, or the file system knows no permissions
     */
    public static SoftwareKey create(Path pemFile) throws KeyFileException {
        KeyPair keys = P256.generate();
        KeyFile.create(pemFile, keys.getPrivate());
        return new SoftwareKey(keys, pemFile);
    }

    /**
     * Reads a key that {@link #create} or {@code openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256} made.
     *
     * @throws KeyFileException if the file is missing, holds anything else, or others than its owner may read or write it
     */
    public static SoftwareKey load(Path pemFile) throws KeyFileException {
        return new SoftwareKey(KeyFile.load(pemFile), pemFile);
    }

    /**
     * A key that somebody else read, from a file that is encrypted, say.
     *
     * @param pkcs8 an unencrypted private key on P-256 (RFC 5958); stays the caller's to wipe
     * @param file where it was, for messages
     * @throws KeyFileException if it is anything else
     */
    public static SoftwareKey decode(byte[] pkcs8, Path file) throws KeyFileException {
        return new SoftwareKey(KeyFile.decode(file, pkcs8), file);
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
        return node;
    }

    @Override
    public Bytes sign(Bytes toBeSigned) throws SigningException {
        return signer.sign(toBeSigned);
    }

    /** {@inheritDoc} It says nothing of the firmware, which a file does not know. */
    @Override
    public Evidence evidence(Bytes nonce) throws SigningException {
        return PlainEvidence.sign(this, nonce, FirmwareLog.EMPTY, Clock.SYSTEM);
    }

    @Override
    public PrivateKey handle() {
        return keys.getPrivate();
    }

    @Override
    public String description() {
        return "software key in " + file;
    }

    /** The description, never the key. */
    @Override
    public String toString() {
        return description();
    }
}
