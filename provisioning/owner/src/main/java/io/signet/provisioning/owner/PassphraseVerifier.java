package io.signet.provisioning.owner;

import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.SCrypt;

/**
 * What an owner's passphrase is checked by where no key is encrypted by it: a salt, and what scrypt (RFC 7914) makes of both, in a
 * file. Whoever steals it has to guess, at some 50 ms and 16 MB a guess, as with {@link ProtectedKey}.
 */
public final class PassphraseVerifier {
    private static final String FORMAT = "signet/passphrase/1";
    private static final int COST = 1 << 14;
    private static final int BLOCK = 8;
    private static final int PARALLEL = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final int FILE_BYTES_MAX = 256;
    private static final Pattern LINE =
            Pattern.compile(FORMAT + " ([0-9a-f]{" + 2 * SALT_BYTES + "}) ([0-9a-f]{" + 2 * HASH_BYTES + "})\n");

    private PassphraseVerifier() {}

    /**
     * Writes {@code file}, which must not exist, for its owner only.
     *
     * @param random for the salt: a {@link java.security.SecureRandom}
     * @throws IllegalArgumentException if the passphrase is too short or too long
     */
    public static void create(Path file, char[] passphrase, RandomGenerator random) throws IOException {
        OwnerOnlyFile.create(file, content(passphrase, random));
    }

    /**
     * Checks {@code passphrase}.
     *
     * @throws ProvisioningException if it is another, others may read the file, or it holds anything else
     */
    public static void check(Path file, char[] passphrase) throws ProvisioningException {
        if (!accepts(file, passphrase)) {
            throw ProvisioningException.in(file, "the passphrase is not the one that this owner was made with");
        }
    }

    /**
     * Whether {@code passphrase} is the one of {@code file}.
     *
     * @throws ProvisioningException if others may read the file, or it holds anything else
     */
    public static boolean accepts(Path file, char[] passphrase) throws ProvisioningException {
        Matcher line = LINE.matcher(read(file));
        if (!line.matches()) {
            throw ProvisioningException.in(file, "holds no salt and hash as 'signet owner init' writes them");
        }
        Bytes hash = hash(passphrase, Bytes.fromHex(line.group(1)));
        return MessageDigest.isEqual(
                hash.toArray(), Bytes.fromHex(line.group(2)).toArray());
    }

    /**
     * Writes {@code file} anew, as {@link #create} does: from then on the passphrase before is worth nothing.
     *
     * @throws IllegalArgumentException if the passphrase is too short or too long
     */
    public static void replace(Path file, char[] passphrase, RandomGenerator random) throws IOException {
        OwnerOnlyFile.replace(file, content(passphrase, random));
    }

    private static byte[] content(char[] passphrase, RandomGenerator random) {
        ProtectedKey.requirePassphrase(passphrase);
        Bytes salt = Bytes.random(random, SALT_BYTES);
        String line = FORMAT + " " + salt.toHex() + " " + hash(passphrase, salt).toHex() + "\n";
        return line.getBytes(StandardCharsets.US_ASCII);
    }

    private static String read(Path file) throws ProvisioningException {
        try {
            return new String(OwnerOnlyFile.read(file, FILE_BYTES_MAX), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException e) {
            throw ProvisioningException.in(file, "there is no such file; 'signet owner init' makes one");
        } catch (IOException e) {
            throw ProvisioningException.in(file, "can't be read: " + e.getMessage());
        }
    }

    private static Bytes hash(char[] passphrase, Bytes salt) {
        byte[] secret = new String(passphrase).getBytes(StandardCharsets.UTF_8);
        try {
            return Bytes.copyOf(SCrypt.generate(secret, salt.toArray(), COST, BLOCK, PARALLEL, HASH_BYTES));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
