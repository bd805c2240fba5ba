package io.signet.cli;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.ProtectedKey;
import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseHead;
import io.signet.release.ReleaseKey;
import io.signet.release.Role;
import io.signet.release.SignedDocument;
import io.signet.release.SignedRelease;
import io.signet.release.SignedRoot;
import io.signet.statement.cose.SigningException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds a signature to a root or a release. */
@Command(
        name = "sign",
        description =
                "Adds a signature to a root or a release. Look at it first, by 'signet release show'; the files of"
                        + " a release are checked before it is signed.")
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({"signet release sign 1.root --key anna.key", "signet release sign node-12 --key anna.key"})
final class ReleaseSignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A root or a release, which gets one signature more.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key that signs.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path keyFile;

    @Mixin
    private final KeyPassphraseOption passphrase = new KeyPassphraseOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, IOException, ProvisioningException {
        boolean archive = ReleaseDocuments.isArchive(file);
        if (archive) {
            ReleaseArchive.check(file);
        }
        HardwareKey key = open();
        try {
            String progress = archive ? signRelease(key) : signRoot(key);
            spec.commandLine().getOut().println(progress);
        } catch (SigningException | IllegalArgumentException e) {
            throw new CliException(ExitCode.DATA, file + ": can't be signed: " + e.getMessage());
        }
        return ExitCode.OK.code();
    }

    private HardwareKey open() throws CliException, ProvisioningException {
        char[] secret = passphrase.read();
        try {
            return ProtectedKey.open(keyFile, secret);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private String signRoot(HardwareKey key) throws IOException, CliException, SigningException {
        SignedRoot signed = ReleaseDocuments.root(file).signedBy(key.signer(), ReleaseKey.of(key.publicKey()));
        WholeFile.replace(file, signed.encode());
        Role role = signed.root().roots();
        return "Signed root " + signed.root().version() + " of " + signed.root().product() + ": "
                + progress(role, signed.document());
    }

    private String signRelease(HardwareKey key) throws IOException, SigningException {
        ReleaseHead head = ReleaseArchive.head(file);
        SignedRelease signed = head.release().signedBy(key.signer(), ReleaseKey.of(key.publicKey()));
        ReleaseHead next = new ReleaseHead(head.roots(), signed);
        WholeFile.replace(file, out -> ReleaseArchive.rewrite(file, next, out));
        Role role = head.roots().stream()
                .max(Comparator.comparingInt(root -> root.root().version()))
                .orElseThrow()
                .root()
                .releases();
        return "Signed " + signed.release().name() + ": " + progress(role, signed.document());
    }

    private static String progress(Role role, SignedDocument document) {
        return role.count(document) + " of the " + role.threshold() + " signatures that it needs, by "
                + role.keys().size() + " keys.";
    }
}
