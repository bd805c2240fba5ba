package io.signet.provisioning.owner;

import io.signet.attestation.HardwareKey;
import io.signet.attestation.KeyFileException;
import io.signet.attestation.SoftwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfoBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * An ECDSA key on P-256 in a file that is encrypted by a passphrase: PKCS#8 (RFC 5958) by scrypt (RFC 7914) and AES-256-CBC
 * (PBES2, RFC 8018), in PEM, as {@code openssl pkey} reads it. Whoever steals the file has to guess the passphrase, at some
 * 50 ms and 16 MB a guess.
 */
public final class ProtectedKey {
    /** Shortest passphrase. */
    public static final int PASSPHRASE_CHARS_MIN = 12;

    /** Longest passphrase. */
    public static final int PASSPHRASE_CHARS_MAX = 1024;

    /** With the next larger one OpenSSL, which allows 32 MB, does not read the file. */
    private static final int SCRYPT_COST = 1 << 14;

    private static final int SCRYPT_BLOCK = 8;
    private static final int SCRYPT_PARALLEL = 1;
    private static final int SALT_BYTES = 16;
    private static final int FILE_BYTES_MAX = 16 * 1024;
    private static final String TYPE = "ENCRYPTED PRIVATE KEY";

    private ProtectedKey() {}

    /**
     * Returns {@code passphrase}.
     *
     * @throws IllegalArgumentException if it is shorter than {@link #PASSPHRASE_CHARS_MIN} or longer than
     *     {@link #PASSPHRASE_CHARS_MAX}; the message does not repeat it
     */
    public static char[] requirePassphrase(char[] passphrase) {
        if (passphrase.length < PASSPHRASE_CHARS_MIN || passphrase.length > PASSPHRASE_CHARS_MAX) {
            throw new IllegalArgumentException("a passphrase has " + PASSPHRASE_CHARS_MIN + " to "
                    + PASSPHRASE_CHARS_MAX + " characters, this one " + passphrase.length
                    + "; four words that nobody would guess will do");
        }
        return passphrase;
    }

    /**
     * Draws a key and writes it to {@code file}, which must not exist.
     *
     * @param random for the salt: a {@link SecureRandom}
     * @throws ProvisioningException if it can't be written
     * @throws IllegalArgumentException if the passphrase is too short or too long
     */
    public static HardwareKey create(Path file, char[] passphrase, RandomGenerator random)
            throws ProvisioningException {
        requirePassphrase(passphrase);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
            OwnerOnlyFile.create(file, encrypt(pkcs8, passphrase, random));
            return SoftwareKey.decode(pkcs8, file);
        } catch (FileAlreadyExistsException e) {
            throw ProvisioningException.in(file, "exists already; a key is never overwritten");
        } catch (IOException e) {
            throw ProvisioningException.in(file, "the key can't be written: " + e.getMessage());
        } catch (KeyFileException e) {
            throw new ProvisioningException(e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks P-256", e);
        }
    }

    private static byte[] encrypt(byte[] pkcs8, char[] passphrase, RandomGenerator random) throws IOException {
        ScryptConfig scrypt = new ScryptConfig.Builder(SCRYPT_COST, SCRYPT_BLOCK, SCRYPT_PARALLEL)
                .withSaltLength(SALT_BYTES)
                .build();
        try (StringWriter text = new StringWriter();
                JcaPEMWriter pem = new JcaPEMWriter(text)) {
            var encryptor = new JcePKCSPBEOutputEncryptorBuilder(scrypt, NISTObjectIdentifiers.id_aes256_CBC)
                    .setProvider(new BouncyCastleProvider())
                    .setRandom(seeded(random))
                    .build(passphrase);
            byte[] encrypted = new PKCS8EncryptedPrivateKeyInfoBuilder(PrivateKeyInfo.getInstance(pkcs8))
                    .build(encryptor)
                    .getEncoded();
            pem.writeObject(new PemObject(TYPE, encrypted));
            pem.flush();
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Bouncy Castle lacks scrypt or AES", e);
        }
    }

    private static SecureRandom seeded(RandomGenerator random) {
        if (random instanceof SecureRandom secure) {
            return secure;
        }
        SecureRandom mixed = new SecureRandom(); // seeded by the platform; what is added can only make it better
        mixed.setSeed(Bytes.random(random, SALT_BYTES).toArray());
        return mixed;
    }

    /**
     * Reads the key in {@code file}.
     *
     * @throws ProvisioningException if the passphrase is another, others may read the file, or it holds anything else
     */
    public static HardwareKey open(Path file, char[] passphrase) throws ProvisioningException {
        byte[] pkcs8 = decrypt(file, read(file), passphrase);
        try {
            return SoftwareKey.decode(pkcs8, file);
        } catch (KeyFileException e) {
            throw new ProvisioningException(e.getMessage());
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    private static PKCS8EncryptedPrivateKeyInfo read(Path file) throws ProvisioningException {
        try (PEMParser parser = new PEMParser(
                new StringReader(new String(OwnerOnlyFile.read(file, FILE_BYTES_MAX), StandardCharsets.US_ASCII)))) {
            if (parser.readObject() instanceof PKCS8EncryptedPrivateKeyInfo encrypted) {
                return encrypted;
            }
            throw ProvisioningException.in(file, "holds no PEM block '" + TYPE + "'");
        } catch (NoSuchFileException e) {
            throw ProvisioningException.in(
                    file,
                    "there is no such file; 'signet owner init' makes an owner's, 'signet release key' one for releases");
        } catch (IOException e) {
            throw ProvisioningException.in(file, "can't be read: " + e.getMessage());
        }
    }

    private static byte[] decrypt(Path file, PKCS8EncryptedPrivateKeyInfo encrypted, char[] passphrase)
            throws ProvisioningException {
        try {
            return encrypted
                    .decryptPrivateKeyInfo(new JcePKCSPBEInputDecryptorProviderBuilder()
                            .setProvider(new BouncyCastleProvider())
                            .build(passphrase))
                    .getEncoded();
        } catch (PKCSException | IOException e) {
            throw ProvisioningException.in(file, "the passphrase is not the one that this key was encrypted by");
        }
    }
}
