package io.signet.cli;

import io.signet.inference.model.PublisherKey;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say whose model packages are believed. */
final class PublisherOptions {
    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli makes it
    private TrustOption trust;

    @Option(
            names = "--publisher",
            paramLabel = "HEX",
            converter = PublisherKeyConverter.class,
            description = "The public key of a publisher to believe, as 64 hexadecimal digits, besides those that the"
                    + " trust policy lists. May be repeated.")
    private Set<PublisherKey> named = new LinkedHashSet<>();

    /**
     * Whose packages are believed.
     *
     * @throws ProvisioningException if the trust policy is wrong
     * @throws CliException if there is nobody
     */
    Set<PublisherKey> accepted() throws ProvisioningException, CliException {
        Set<PublisherKey> accepted = acceptedOrNobody();
        if (accepted.isEmpty()) {
            throw new CliException(
                    ExitCode.DATA,
                    "whose model packages shall be believed? Name a publisher with --publisher HEX, or a trust policy"
                            + " that lists publishers. " + trust.advice());
        }
        return accepted;
    }

    /**
     * Whose packages are believed by what the options and the usual trust policy say; maybe nobody's.
     *
     * @throws ProvisioningException if the trust policy is wrong
     */
    Set<PublisherKey> acceptedOrNobody() throws ProvisioningException {
        Set<PublisherKey> accepted = new LinkedHashSet<>(named);
        Optional<Path> policy = trust.file();
        if (policy.isPresent()) {
            TrustPolicyFile.read(policy.get()).publishers().forEach(key -> accepted.add(new PublisherKey(key)));
        }
        return accepted;
    }
}
