package io.signet.attestation;

import io.signet.attestation.internal.Pkcs11Token;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.NodeId;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.FirmwareLog;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;

/**
 * A key on a PKCS#11 token: an HSM, a smart card, OP-TEE's token. The token signs; its private key is a handle here and
 * nothing more. While the token is gone, {@link #sign} fails and says so; when it is back, with the same key, it signs
 * again without anybody's doing. A token that refuses the PIN is not asked again before the next start, since tokens lock
 * themselves after a few wrong ones.
 *
 * <p>Thread-safe: one signature at a time.
 */
public final class Pkcs11Key implements HardwareKey, AutoCloseable {
    private final Pkcs11Uri uri;
    private final Pkcs11Token token;
    private final PublicKey publicKey;
    private final NodeId node;
    private Optional<PrivateKey> present;
    private Optional<String> refused = Optional.empty();

    private Pkcs11Key(Pkcs11Uri uri, Pkcs11Token token, Pkcs11Token.Entry entry) {
        this.uri = uri;
        this.token = token;
        this.publicKey = entry.publicKey();
        this.node = NodeId.of(entry.publicKey());
        this.present = Optional.of(entry.privateKey());
    }

    /**
     * Logs in and finds the key.
     *
     * @throws Pkcs11Exception if module, token, PIN or key can't be used
     * @throws KeyFileException if the PIN's file can't be used, for example because others may read it
     */
    public static Pkcs11Key open(Pkcs11Uri uri) throws Pkcs11Exception, KeyFileException {
        Pkcs11Token token = Pkcs11Token.find(uri);
        return new Pkcs11Key(uri, token, token.load());
    }

    /**
     * Has the token draw a key on P-256 that it never gives away, with a certificate beside it, for which Java finds it.
     *
     * @throws Pkcs11Exception if the token has an object of this label, or can't do it
     * @throws KeyFileException as in {@link #open}
     */
    public static Pkcs11Key generate(Pkcs11Uri uri) throws Pkcs11Exception, KeyFileException {
        Pkcs11Token token = Pkcs11Token.find(uri);
        return new Pkcs11Key(uri, token, token.generate());
    }

    @Override
    public Assurance assurance() {
        return Assurance.PKCS11;
    }

    @Override
    public PublicKey publicKey() {
        return publicKey;
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public synchronized Bytes sign(Bytes toBeSigned) throws SigningException {
        if (refused.isPresent()) {
            throw new SigningException(refused.get());
        }
        if (present.isPresent()) {
            try {
                return token.sign(present.get(), toBeSigned);
            } catch (SigningException e) {
                present = Optional.empty(); // of no use any more, whatever the token does next
            }
        }
        PrivateKey found = find();
        Bytes signature = token.sign(found, toBeSigned);
        present = Optional.of(found);
        return signature;
    }

    private PrivateKey find() throws SigningException {
        Pkcs11Token.Entry entry;
        try {
            entry = token.load();
        } catch (Pkcs11Exception e) {
            if (e.pinRefused()) {
                refused = Optional.of(e.getMessage() + "; it is not asked again before this node is started anew");
            }
            throw new SigningException(String.valueOf(e.getMessage()), e);
        } catch (KeyFileException e) {
            throw new SigningException(String.valueOf(e.getMessage()), e);
        }
        if (!NodeId.of(entry.publicKey()).equals(node)) {
            throw new SigningException(description() + " is another key now: put the right token back");
        }
        return entry.privateKey();
    }

    /** {@inheritDoc} It says nothing of the firmware, which a token does not know. */
    @Override
    public Evidence evidence(Bytes nonce) throws SigningException {
        return PlainEvidence.sign(this, nonce, FirmwareLog.EMPTY, Clock.SYSTEM);
    }

    @Override
    public PrivateKey handle() {
        return new HardwarePrivateKey(this);
    }

    @Override
    public String description() {
        String where = uri.token()
                .map(label -> "token '" + label + "'")
                .orElseGet(() -> "slot " + uri.slot().orElseThrow());
        return "key '" + uri.object() + "' on PKCS#11 " + where;
    }

    /** Logs out; the key signs no more. */
    @Override
    public synchronized void close() {
        present = Optional.empty();
        refused = Optional.of(description() + " was closed");
        token.logout();
    }

    /** The description. */
    @Override
    public String toString() {
        return description();
    }
}
