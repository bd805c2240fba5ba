package io.signet.inference.model;

import io.signet.statement.Bytes;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A publisher's private key, with which packages are signed. Thread-safe. */
public final class Publisher {
    private static final int FILE_BYTES_MAX = 4096;
    private static final Bytes PROBE = Bytes.utf8("signet/publisher");

    private final PublisherKey key;
    private final SoftwareSigner signer;

    private Publisher(PublisherKey key, SoftwareSigner signer) {
        this.key = key;
        this.signer = signer;
    }

    /**
     * A publisher with that key pair.
     *
     * @throws IllegalArgumentException if it is not an Ed25519 pair
     */
    public static Publisher of(KeyPair pair) {
        return new Publisher(PublisherKey.of(pair.getPublic()), SoftwareSigner.ofEd25519(pair));
    }

    /**
     * A publisher with a fresh key, kept in {@code pem}, which only its owner may read.
     *
     * @throws IOException if the file exists or cannot be written
     */
    public static Publisher create(Path pem) throws IOException {
        KeyPair pair = newPair();
        Path created = Files.createFile(
                pem, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        String text = block("PRIVATE KEY", pair.getPrivate().getEncoded())
                + block("PUBLIC KEY", pair.getPublic().getEncoded());
        Files.writeString(created, text, StandardCharsets.US_ASCII, StandardOpenOption.WRITE);
        return of(pair);
    }

    /**
     * The publisher whose key {@link #create} kept in {@code pem}.
     *
     * @throws IOException if the file cannot be read or holds no Ed25519 key pair
     */
    public static Publisher load(Path pem) throws IOException {
        if (Files.size(pem) > FILE_BYTES_MAX) {
            throw new IOException(pem + ": not a publisher key, larger than " + FILE_BYTES_MAX + " bytes");
        }
        String text = Files.readString(pem, StandardCharsets.US_ASCII);
        try {
            KeyFactory keys = KeyFactory.getInstance("Ed25519");
            PrivateKey privateKey = keys.generatePrivate(new PKCS8EncodedKeySpec(content(text, "PRIVATE KEY")));
            PublicKey publicKey = keys.generatePublic(new X509EncodedKeySpec(content(text, "PUBLIC KEY")));
            Publisher publisher = of(new KeyPair(publicKey, privateKey));
            if (!CoseAlgorithm.EDDSA.verify(publicKey, PROBE, publisher.signer.sign(PROBE))) {
                throw new IOException(pem + ": the public key is not that of the private key");
            }
            return publisher;
        } catch (GeneralSecurityException | SigningException | IllegalArgumentException e) {
            throw new IOException(
                    pem + ": not a publisher key: a PEM file with an Ed25519 PRIVATE KEY and its PUBLIC KEY", e);
        }
    }

    private static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks Ed25519, which Java 15 and later have", e);
        }
    }

    private static String block(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static byte[] content(String text, String label) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----\\s([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + label);
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }

    /** The public key: what those who accept this publisher's packages list. */
    public PublisherKey key() {
        return key;
    }

    /** The signature over {@code toBeSigned}: 64 bytes, the same for the same bytes (RFC 8032 section 5.1.6). */
    Bytes sign(Bytes toBeSigned) throws SigningException {
        return signer.sign(toBeSigned);
    }

    /** The public key, never the private one. */
    @Override
    public String toString() {
        return "publisher " + key;
    }
}
