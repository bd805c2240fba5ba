package io.signet.registrar;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.runtime.Clock;
import io.signet.statement.TrustPolicy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;
import java.util.random.RandomGenerator;

/**
 * All that a server of EST needs, for foreign clients: the book is in memory, the owner's certificate in {@code owner.pem} too.
 *
 * @param identity the server's own key and certificate
 */
public record RegistrarAndBook(
        OwnerAuthority owner, Credentials identity, SqlNodeBook book, OwnerDesk desk, Registrar registrar)
        implements AutoCloseable {
    /** Makes it in {@code directory}; the server will be called by {@code host}. */
    public static RegistrarAndBook create(Path directory, String host) throws Exception {
        RandomGenerator random = new SecureRandom();
        OwnerAuthority owner = OwnerAuthority.create(directory.resolve("owner"), "Anna", Clock.SYSTEM, random);
        Certificates.write(directory.resolve("owner.pem"), List.of(owner.certificate()));
        SqlNodeBook book = SqlNodeBook.open("jdbc:h2:mem:", new Properties());
        HardwareKey key = Credentials.createKey(directory.resolve("registrar.key"));
        return new RegistrarAndBook(
                owner,
                new Credentials(key, owner.issueRegistrar(CertificateRequest.of(key), List.of(host))),
                book,
                new OwnerDesk(book, Clock.SYSTEM, random),
                new Registrar(owner, TrustPolicy.of(List.of(owner.certificate())), book, Clock.SYSTEM, random));
    }

    @Override
    public void close() {
        book.close();
    }
}
