package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import io.signet.registrar.run.OwnerKeyKind;
import io.signet.registrar.run.RegistrarHome;
import io.signet.statement.Assurance;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an owner. */
@Command(
        name = "init",
        description = {
            "Makes an owner: a certificate authority whose key is encrypted by a passphrase, or in hardware, and what its"
                    + " registrar needs. The passphrase is also the owner's login at the registrar; there is no other one, and"
                    + " nobody can recover it."
        })
@Exits({ExitCode.OK, ExitCode.DATA, ExitCode.CANNOT_CREATE})
@Examples({
    "signet owner init my-owner --name Farm",
    "signet owner init plant --name Plant --host registrar.plant.example --minimal-assurance tpm2",
    "signet owner init plant --name Plant --key 'pkcs11:token=plant;object=owner?module-path=/usr/lib/libhsm.so&pin-source=file:/etc/pin'"
})
final class OwnerInitCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(paramLabel = "DIR", description = "Where to make it: a new or an empty directory.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path directory;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "The owner's name.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private String name;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "A name or address of the registrar; nodes call the first. May be repeated. Without it the"
                    + " registrar is called by this machine only.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--minimal-assurance",
            paramLabel = "WORD",
            description = "The least protection of a node's key that is certified: software, tpm2-interface, pkcs11 or"
                    + " tpm2 (${DEFAULT-VALUE}). For tpm2 name the chip makers in the directory's trust.yaml.")
    private String minimal = Assurance.TPM2_INTERFACE.label();

    @Option(
            names = "--key",
            paramLabel = "KIND",
            converter = OwnerKeyConverter.class,
            completionCandidates = OwnerKeyConverter.class,
            defaultValue = OwnerKeyConverter.FILE,
            description = "What keeps the owner's key: file (encrypted by the passphrase); tpm or tpm:/DEVICE (this"
                    + " machine's TPM: no other machine can ever use it, and no copy of it can be made); or a PKCS#11"
                    + " token that draws it: pkcs11:token=LABEL;object=NAME?module-path=/FILE&pin-source=file:/FILE"
                    + " (RFC 7512). By default file.")
    @SuppressWarnings("NullAway.Init") // picocli sets the default
    private OwnerKeyKind key;

    @Mixin
    private final PassphraseOption passphrase = new PassphraseOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    OwnerInitCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException, ProvisioningException, CliException {
        Assurance assurance = Assurance.ofLabel(minimal)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--minimal-assurance is one of "
                                + Arrays.stream(Assurance.values())
                                        .map(Assurance::label)
                                        .collect(Collectors.joining(", "))));
        List<String> names = hosts.isEmpty() ? List.of("localhost", "127.0.0.1") : hosts;
        char[] secret = passphrase.choose();
        RegistrarHome home;
        try {
            home = RegistrarHome.create(
                    directory, name, names, assurance, key, secret, environment.clock(), environment.random());
        } catch (FileAlreadyExistsException e) {
            throw new CliException(ExitCode.CANNOT_CREATE, directory + " is in use: name a new or an empty directory");
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } finally {
            Arrays.fill(secret, '\0');
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("Made the owner '" + name + "' in " + directory + ".");
        out.println("Who trusts " + home.ownerCertificate() + " trusts the nodes that this owner certifies.");
        out.println("Next: signet registrar run --home " + directory);
        return ExitCode.OK.code();
    }
}
