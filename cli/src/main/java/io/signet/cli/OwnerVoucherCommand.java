package io.signet.cli;

import io.signet.provisioning.Certificates;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.Voucher;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a voucher. */
@Command(
        name = "voucher",
        description =
                "Checks a voucher, by which an owner gives a node away: whether that owner signed it, for which node,"
                        + " and for whom. Asks nobody. Whoever buys a node checks its voucher before the node is reset.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA})
@Examples({
    "signet owner voucher barn-1.voucher --owner anna.pem",
    "signet owner voucher barn-1.voucher --owner anna.pem --new-owner my-owner/owner/owner.pem --node 0f1e2d3c4b5a69788796a5b4c3d2e1f0"
})
final class OwnerVoucherCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            description = "The voucher, as 'signet owner release' and 'signet node reset' write it.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Option(
            names = "--owner",
            required = true,
            paramLabel = "FILE",
            description = "The certificate of the owner who gives it away (owner.pem).")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path owner;

    @Option(
            names = "--new-owner",
            paramLabel = "FILE",
            description = "The certificate of the owner who gets it: fails if it is for another.")
    private Optional<Path> newOwner = Optional.empty();

    @Option(
            names = "--node",
            paramLabel = "ID",
            description = "The node that it has to be of, in hexadecimal digits: fails if it is of another.")
    private Optional<String> node = Optional.empty();

    @Option(names = "--json", description = "Print what it says as JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException {
        Optional<NodeId> wanted = node.map(this::nodeId);
        Optional<Digest> buyer = newOwner.isPresent() ? Optional.of(digestOf(newOwner.get())) : Optional.empty();
        Voucher voucher = verified(read(), Certificates.read(owner).get(0));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, said(voucher));
        } else {
            out.println("This owner signed it. It gives away node " + voucher.node() + ", which came by label "
                    + voucher.label() + ",");
            out.println("to "
                    + voucher.newOwner()
                            .map(to -> "the owner whose certificate has the SHA-256 " + to.toHex())
                            .orElse("anybody")
                    + ", at " + Instant.ofEpochMilli(voucher.signedMillis()) + ".");
        }
        Optional<String> objection = voucher.objection(wanted, buyer);
        if (objection.isPresent()) {
            throw new CliException(ExitCode.FAILED, file + ": " + objection.get());
        }
        return ExitCode.OK.code();
    }

    private NodeId nodeId(String text) {
        try {
            return NodeId.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--node: " + e.getMessage(), e);
        }
    }

    private Bytes read() throws CliException, IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Bytes.copyOf(in.readNBytes(Voucher.SIZE_BYTES_MAX + 1));
        } catch (NoSuchFileException e) {
            throw new CliException(ExitCode.DATA, file + ": there is no such file");
        }
    }

    private Voucher verified(Bytes signed, X509Certificate signer) throws CliException {
        try {
            return Voucher.verify(signed, signer);
        } catch (ProvisioningException e) {
            throw new CliException(ExitCode.FAILED, file + ": " + e.getMessage());
        }
    }

    private static Map<String, Object> said(Voucher voucher) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("node", voucher.node().toHex());
        said.put("label", voucher.label().toHex());
        voucher.newOwner().ifPresent(to -> said.put("newOwner", to.toHex()));
        said.put("signed", voucher.signedMillis());
        return said;
    }

    /** The SHA-256 of the first certificate in {@code file}. */
    static Digest digestOf(Path file) throws ProvisioningException {
        try {
            return Digest.sha256(Certificates.read(file).get(0).getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate can't be encoded", e);
        }
    }
}
