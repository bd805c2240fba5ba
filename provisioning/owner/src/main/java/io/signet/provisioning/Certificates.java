package io.signet.provisioning;

import io.signet.provisioning.internal.SafeFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** X.509 certificates in PEM files (RFC 7468). */
public final class Certificates {
    /** Most certificates in one file. */
    public static final int CHAIN_MAX = 8;

    private static final int FILE_BYTES_MAX = 64 * 1024;

    private Certificates() {}

    /**
     * Reads 1 to {@link #CHAIN_MAX} certificates, in the order of the file.
     *
     * @throws ProvisioningException if the file is missing, unreadable, too large or anything else
     */
    public static List<X509Certificate> read(Path file) throws ProvisioningException {
        byte[] content = readBytes(file);
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(content))) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (CertificateException e) {
            throw ProvisioningException.in(file, "not a PEM file of X.509 certificates: " + e.getMessage());
        }
        if (certificates.isEmpty() || certificates.size() > CHAIN_MAX) {
            throw ProvisioningException.in(
                    file, "holds " + certificates.size() + " certificates; 1 to " + CHAIN_MAX + " are allowed");
        }
        return List.copyOf(certificates);
    }

    /** Writes {@code certificates} in order, atomically. */
    public static void write(Path file, List<X509Certificate> certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(toPem(certificate));
        }
        SafeFiles.write(file, text.toString());
        // Public by nature, and a broker or an operator under another user id needs to read it.
        // Asked of the file system, not of the file's store, which a system without mount points of its own (chroot)
        // can't tell.
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
    }

    /** {@code certificate} as text (RFC 7468), which ends with a line's end. */
    public static String toPem(X509Certificate certificate) {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate can't be encoded", e);
        }
    }

    private static byte[] readBytes(Path file) throws ProvisioningException {
        try {
            long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                throw ProvisioningException.in(
                        file, "the file has " + size + " bytes; at most " + FILE_BYTES_MAX + " are allowed");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw ProvisioningException.in(file, "there is no such file");
        } catch (IOException e) {
            throw ProvisioningException.in(file, "can't be read: " + e.getMessage());
        }
    }
}
