package io.signet.cli;

import io.signet.release.ReleaseKey;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Public keys in files: SubjectPublicKeyInfo in PEM (RFC 7468 section 13), as {@code openssl pkey -pubout} writes it. */
final class PublicKeyFile {
    private static final int SIZE_BYTES_MAX = 4096;
    private static final Pattern PEM = Pattern.compile(
            "-----BEGIN PUBLIC KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*", Pattern.DOTALL);

    private PublicKeyFile() {}

    /** Writes {@code key} to {@code file}. */
    static void write(Path file, ReleaseKey key) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.encoded().toArray());
        String pem = "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
        WholeFile.replace(file, Bytes.utf8(pem));
    }

    /**
     * The key in {@code file}.
     *
     * @throws CliException if it holds anything else
     */
    static ReleaseKey read(Path file) throws IOException, CliException {
        if (!Files.exists(file)) {
            throw new CliException(ExitCode.DATA, file + ": there is no such file");
        }
        if (Files.size(file) <= SIZE_BYTES_MAX) {
            Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (pem.matches()) {
                try {
                    return new ReleaseKey(Bytes.copyOf(Base64.getMimeDecoder().decode(pem.group(1))));
                } catch (IllegalArgumentException e) {
                    throw new CliException(ExitCode.DATA, file + ": " + e.getMessage());
                }
            }
        }
        throw new CliException(
                ExitCode.DATA, file + ": holds no public key in PEM; 'signet release key' writes one beside the key");
    }
}
