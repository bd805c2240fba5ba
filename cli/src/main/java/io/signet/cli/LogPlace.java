package io.signet.cli;

import io.signet.attestation.LogDirectory;
import io.signet.attestation.TamperedLogException;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.statement.IdentityChain;
import io.signet.statement.tile.TiledLog;
import io.signet.verifier.StaticLog;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a log is read.
 *
 * @param log to read
 * @param identity of its node, if it is known
 * @param goesOn whether it is the node's newest, so that what is missing there is missing now
 */
record LogPlace(TiledLog log, Optional<IdentityChain> identity, boolean goesOn) {
    static final String IDENTITY_HELP =
            "The node's certificate and those between it and its owner's, in PEM. By default what the node's directory,"
                    + " or server, has.";

    private static final String LOG = "log";
    /** What only a log has that its node can go on with. */
    private static final String HEADS = "heads";

    /** A log in its directory, or its node's; or a copy of it as static files. */
    static LogPlace ofDirectory(Path directory, Optional<Path> identityFile, Environment environment)
            throws IOException, TamperedLogException, ProvisioningException {
        boolean isNode = Files.isDirectory(directory.resolve(LOG));
        Path log = isNode ? directory.resolve(LOG) : directory;
        Optional<Path> file = identityFile.or(
                () -> Optional.of(directory.resolve(Credentials.CHAIN_FILE)).filter(Files::exists));
        Optional<IdentityChain> named = read(file);
        boolean isCopy = Files.exists(log.resolve(StaticLog.CHECKPOINT)) && !Files.exists(log.resolve(HEADS));
        return new LogPlace(
                isCopy ? new StaticLog(log) : LogDirectory.open(log, environment.clock()),
                named.isPresent() ? named : shown(new StaticLog(log)),
                false);
    }

    private static Optional<IdentityChain> shown(StaticLog log) throws IOException {
        try {
            return Optional.of(log.identity());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A log that somebody shows. */
    static LogPlace ofUrl(String url, Optional<Path> identityFile) throws IOException, ProvisioningException {
        HttpLog log = new HttpLog(URI.create(url.endsWith("/") ? url : url + "/"));
        Optional<IdentityChain> named = read(identityFile);
        return new LogPlace(log, named.isPresent() ? named : log.identity(), true);
    }

    private static Optional<IdentityChain> read(Optional<Path> file) throws ProvisioningException {
        return file.isPresent() ? Optional.of(IdentityChain.of(Certificates.read(file.get()))) : Optional.empty();
    }
}
