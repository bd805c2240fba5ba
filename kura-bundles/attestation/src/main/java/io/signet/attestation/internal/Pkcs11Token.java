package io.signet.attestation.internal;

import io.signet.attestation.KeyFileException;
import io.signet.attestation.Pkcs11Exception;
import io.signet.attestation.Pkcs11Uri;
import io.signet.statement.Bytes;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.login.LoginException;

/**
 * A PKCS#11 token as Java's own provider sees it. The provider knows a private key only by a certificate with the same id,
 * so that a key has one beside it on the token. Not thread-safe.
 */
public final class Pkcs11Token {
    private static final String PROVIDER = "SunPKCS11";
    private static final String CURVE = "secp256r1";
    /** r and s, 32 bytes each, as COSE has it. */
    private static final String ECDSA = "SHA256withECDSAinP1363Format";

    private static final Bytes TEST_MESSAGE = Bytes.utf8("does this key belong to this certificate?");

    private final Pkcs11Uri uri;
    private final Provider provider;
    private final PinFile pin;

    /**
     * A key on the token.
     *
     * @param privateKey a handle, which is of use until the token goes
     */
    public record Entry(PrivateKey privateKey, PublicKey publicKey) {}

    private Pkcs11Token(Pkcs11Uri uri, Provider provider) {
        this.uri = uri;
        this.provider = provider;
        this.pin = new PinFile(uri.pinFile());
    }

    /**
     * Loads the module and finds the token; does not log in.
     *
     * @throws Pkcs11Exception if there is no such module, or no such token in it
     */
    public static Pkcs11Token find(Pkcs11Uri uri) throws Pkcs11Exception {
        Provider unconfigured = Optional.ofNullable(Security.getProvider(PROVIDER))
                .orElseThrow(() -> new Pkcs11Exception(
                        "this Java platform lacks the module jdk.crypto.cryptoki, which PKCS#11 takes"));
        if (!Files.isReadable(uri.module())) {
            throw new Pkcs11Exception(uri.module() + ": there is no such PKCS#11 module, or it can't be read");
        }
        int slot = uri.slot().isPresent() && uri.serial().isEmpty() ? uri.slot().getAsInt() : SlotFinder.find(uri);
        try {
            return new Pkcs11Token(uri, unconfigured.configure(configuration(uri, slot)));
        } catch (ProviderException | InvalidParameterException e) {
            throw new Pkcs11Exception(
                    "the PKCS#11 module " + uri.module() + " can't be used with slot " + slot + ": " + reason(e), e);
        }
    }

    /** In the provider's own language: keys that are drawn stay on the token, and never leave it. */
    private static String configuration(Pkcs11Uri uri, int slot) {
        return """
                --name = signet
                library = "%s"
                slot = %d
                attributes(generate, CKO_PRIVATE_KEY, CKK_EC) = {
                  CKA_TOKEN = true
                  CKA_PRIVATE = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                  CKA_SIGN = true
                }
                """
                .formatted(uri.module(), slot);
    }

    /** The innermost words of the platform, such as CKR_TOKEN_NOT_PRESENT. */
    static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost.getMessage() == null ? innermost.getClass().getSimpleName() : innermost.getMessage();
    }

    /**
     * Logs in, if need be, and finds the key.
     *
     * @throws Pkcs11Exception if the token is gone, refuses the PIN, or has no such key on P-256
     * @throws KeyFileException if the PIN's file can't be used
     */
    public Entry load() throws Pkcs11Exception, KeyFileException {
        try {
            return find(login())
                    .orElseThrow(() -> new Pkcs11Exception("the token of " + uri + " has no private key '"
                            + uri.object() + "' with a certificate of that label and the same id"));
        } catch (GeneralSecurityException | ProviderException e) {
            throw unusable(e);
        }
    }

    private Pkcs11Exception unusable(Exception failure) {
        return new Pkcs11Exception("the token of " + uri + " can't be used: " + reason(failure), failure);
    }

    private KeyStore login() throws Pkcs11Exception, KeyFileException {
        char[] secret = pin.read();
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, secret);
            return store;
        } catch (IOException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof LoginException) {
                    throw Pkcs11Exception.ofRefusedPin(
                            "the token of " + uri + " refuses the PIN in " + uri.pinFile() + ": " + reason(e), e);
                }
            }
            throw unusable(e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw unusable(e);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private Optional<Entry> find(KeyStore store) throws GeneralSecurityException, Pkcs11Exception {
        if (!store.isKeyEntry(uri.object())) {
            return Optional.empty();
        }
        Certificate certificate = store.getCertificate(uri.object());
        if (!(store.getKey(uri.object(), null) instanceof PrivateKey key) || certificate == null) {
            return Optional.empty();
        }
        PublicKey publicKey = certificate.getPublicKey();
        if (!(publicKey instanceof ECPublicKey point) || !P256.accepts(point)) {
            throw new Pkcs11Exception("the key of " + uri + " is not on the curve P-256");
        }
        if (!belongsTogether(key, publicKey)) {
            throw new Pkcs11Exception("the key of " + uri + " is not that of the certificate with its id");
        }
        return Optional.of(new Entry(key, publicKey));
    }

    private boolean belongsTogether(PrivateKey key, PublicKey publicKey) throws GeneralSecurityException {
        Signature verifier = Signature.getInstance(ECDSA);
        verifier.initVerify(publicKey);
        verifier.update(TEST_MESSAGE.asBuffer());
        return verifier.verify(signature(key, TEST_MESSAGE));
    }

    private byte[] signature(PrivateKey key, Bytes message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance(ECDSA, provider);
        signer.initSign(key);
        signer.update(message.toArray());
        return signer.sign();
    }

    /**
     * Draws a key that stays on the token.
     *
     * @throws Pkcs11Exception if there is an object of its label, or the token can't
     * @throws KeyFileException if the PIN's file can't be used
     */
    public Entry generate() throws Pkcs11Exception, KeyFileException {
        KeyStore store = login();
        try {
            if (store.containsAlias(uri.object())) {
                throw new Pkcs11Exception("the token of " + uri + " has an object '" + uri.object()
                        + "' already; a key is never overwritten");
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
            generator.initialize(new ECGenParameterSpec(CURVE));
            KeyPair keys = generator.generateKeyPair();
            PublicKey publicKey = P256.platformKey((ECPublicKey) keys.getPublic());
            X509Certificate certificate = LabelCertificate.of(
                    uri.object(), publicKey, toBeSigned -> derSignature(keys.getPrivate(), toBeSigned));
            store.setKeyEntry(uri.object(), keys.getPrivate(), null, new Certificate[] {certificate});
        } catch (GeneralSecurityException | ProviderException e) {
            throw new Pkcs11Exception("the token of " + uri + " draws no key: " + reason(e), e);
        }
        return load();
    }

    private byte[] derSignature(PrivateKey key, byte[] message) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withECDSA", provider);
        signer.initSign(key);
        signer.update(message);
        return signer.sign();
    }

    /**
     * Signs with ES256.
     *
     * @return r and s, 32 bytes each, big-endian
     * @throws SigningException if the token does not sign; {@code key} is of no use any more
     */
    public Bytes sign(PrivateKey key, Bytes message) throws SigningException {
        try {
            return Bytes.copyOf(signature(key, message));
        } catch (GeneralSecurityException | ProviderException e) {
            throw new SigningException(
                    "the token of " + uri + " does not sign: " + reason(e) + "; is it there and unlocked?", e);
        }
    }

    /** Logs out. All keys of this token that this process has are of no use any more. */
    public void logout() {
        try {
            ((AuthProvider) provider).logout();
        } catch (LoginException | ProviderException e) {
            // it is gone, and so is the session with it
        }
    }
}
