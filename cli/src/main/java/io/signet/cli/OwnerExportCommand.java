package io.signet.cli;

import io.signet.provisioning.ProvisioningException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what the registrar knows of nodes and certificates, for other programs. */
@Command(
        name = "export",
        description = "Prints all labels and nodes, or all certificates that were issued, as CSV (RFC 4180) or JSON.")
@Exits({ExitCode.OK, ExitCode.FAILED, ExitCode.DATA, ExitCode.UNAVAILABLE})
@Examples({
    "signet owner export --home my-owner > nodes.csv",
    "signet owner export --home my-owner --certificates --json > certificates.json"
})
final class OwnerExportCommand implements Callable<Integer> {
    private static final List<String> NODE_COLUMNS =
            List.of("label", "state", "name", "site", "group", "mesh", "node", "assurance", "evidence", "changed");
    private static final List<String> CERTIFICATE_COLUMNS =
            List.of("serial", "label", "node", "assurance", "evidence", "issued", "end", "revoked");

    @Mixin
    private final OwnerOptions owner = new OwnerOptions();

    @Option(names = "--certificates", description = "Print certificates in the place of nodes.")
    private boolean certificates;

    @Option(names = "--json", description = "Print JSON in the place of CSV.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, ProvisioningException, IOException, InterruptedException {
        List<Map<String, Object>> rows = certificates
                ? owner.askAll("certificates", "certificates", "serial")
                : owner.askAll("nodes", "nodes", "label");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Map.of(certificates ? "certificates" : "nodes", rows));
        } else {
            print(out, certificates ? CERTIFICATE_COLUMNS : NODE_COLUMNS, rows);
        }
        return ExitCode.OK.code();
    }

    private static void print(PrintWriter out, List<String> columns, List<Map<String, Object>> rows) {
        out.print(String.join(",", columns) + "\r\n");
        for (Map<String, Object> row : rows) {
            out.print(String.join(
                            ",",
                            columns.stream()
                                    .map(column -> field(Answers.text(row, column)))
                                    .toList())
                    + "\r\n");
        }
    }

    /** Quoted where need be; and what a spreadsheet would take for a formula is marked as text. */
    private static String field(String text) {
        String plain = text.matches("[=+@-].*") ? "'" + text : text;
        return plain.matches("[^\",\r\n]*") ? plain : '"' + plain.replace("\"", "\"\"") + '"';
    }
}
