package io.signet.provisioning;

import io.signet.statement.Bytes;
import io.signet.statement.RevocationList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An owner's list of revoked certificates in a file, in DER.
 *
 * @param file where it was read
 * @param list what it says
 */
public record RevocationListFile(Path file, RevocationList list) {
    /**
     * Reads {@code file}.
     *
     * @throws ProvisioningException if it can't be read, or is no list
     */
    public static RevocationListFile read(Path file) throws ProvisioningException {
        try {
            if (Files.size(file) > RevocationList.SIZE_BYTES_MAX) {
                throw ProvisioningException.in(
                        file, "has more than " + RevocationList.SIZE_BYTES_MAX + " bytes: no list of revocations");
            }
            return new RevocationListFile(file, new RevocationList(Bytes.copyOf(Files.readAllBytes(file))));
        } catch (NoSuchFileException e) {
            throw ProvisioningException.in(file, "can't be read: there is no such file");
        } catch (IOException e) {
            throw ProvisioningException.in(file, "can't be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw ProvisioningException.in(file, e.getMessage());
        }
    }

    /** What to say of it if a newer one should be there by {@code nowMillis}; nothing if it is not overdue, or does not say. */
    public Optional<String> overdue(long nowMillis) {
        long next = list.nextMillis().orElse(Long.MAX_VALUE);
        if (next >= nowMillis) {
            return Optional.empty();
        }
        long days = Duration.ofMillis(nowMillis - list.madeMillis()).toDays();
        return Optional.of(file + " is " + days + " days old, and was to be renewed by " + Instant.ofEpochMilli(next)
                + ": it does not know whom the owner revoked since. Get the registrar's list anew");
    }
}
