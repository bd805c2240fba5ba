package io.signet.kura.internal;

import io.signet.provisioning.ProvisioningException;
import io.signet.statement.Bytes;
import io.signet.statement.RevocationList;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The owners' lists of revocations that a node keeps in its home, as its mesh sent them. */
final class KnownRevocations {
    /** Owners whose lists are read at most. */
    private static final int LISTS_MAX = 64;

    private static final String LISTS = "revoked-*.crl";

    private KnownRevocations() {}

    /**
     * Reads them.
     *
     * @throws ProvisioningException if one can't be read: without it somebody would be believed who must not be
     */
    static List<RevocationList> read(Path home) throws ProvisioningException {
        List<RevocationList> lists = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home, LISTS)) {
            for (Path file : files) {
                if (lists.size() == LISTS_MAX || Files.size(file) > RevocationList.SIZE_BYTES_MAX) {
                    throw ProvisioningException.in(
                            file, "is one list of revocations too many, or too large; take away what is none");
                }
                lists.add(new RevocationList(Bytes.copyOf(Files.readAllBytes(file))));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw ProvisioningException.in(home, "has a list of revocations that can't be read: " + e.getMessage());
        }
        return lists;
    }
}
