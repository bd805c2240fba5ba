package io.signet.cli;

import io.signet.provisioning.FileDigest;
import io.signet.release.Release;
import io.signet.release.ReleaseArchive;
import io.signet.release.ReleaseFile;
import io.signet.release.ReleaseHead;
import io.signet.release.ReleaseKey;
import io.signet.release.Role;
import io.signet.release.Root;
import io.signet.release.SignedDocument;
import io.signet.release.SignedRoot;
import io.signet.statement.Digest;
import io.signet.verifier.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a root or a release says. */
@Command(
        name = "show",
        description =
                "Shows what a root or a release says and who has signed it, without believing it; of a release also"
                        + " the digest that goes into 'firmware' of a trust policy.")
@Exits({ExitCode.OK, ExitCode.DATA})
@Examples({"signet release show 1.root", "signet release show --json node-12"})
final class ReleaseShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A root or a release.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path file;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws CliException, IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> shown = ReleaseDocuments.isArchive(file) ? release() : root(ReleaseDocuments.root(file));
        if (json) {
            Json.print(out, shown);
        } else {
            shown.forEach((name, value) -> print(out, name, value));
        }
        return ExitCode.OK.code();
    }

    private static void print(PrintWriter out, String name, Object value) {
        if (value instanceof List<?> list) {
            list.forEach(item -> print(out, name, item));
        } else if (value instanceof Map<?, ?> map) {
            print(
                    out,
                    name,
                    String.join(" ", map.values().stream().map(Object::toString).toList()));
        } else {
            out.println(Printable.of(String.format("%-12s %s", name, value)));
        }
    }

    private static Map<String, Object> root(SignedRoot signed) {
        Root root = signed.root();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("product", root.product());
        shown.put("root", root.version());
        shown.put("fingerprint", signed.fingerprint().toHex());
        shown.put("expires", Instant.ofEpochMilli(root.expiresMillis()).toString());
        shown.put("root-keys", keys(root.roots(), signed.document()));
        shown.put("needed", root.roots().threshold());
        shown.put(
                "release-keys",
                root.releases().keys().stream().map(key -> key.id().toHex()).toList());
        shown.put("needed-for-releases", root.releases().threshold());
        return shown;
    }

    private Map<String, Object> release() throws IOException {
        ReleaseHead head = ReleaseArchive.head(file);
        Release release = head.release().release();
        Root root = head.roots().stream()
                .max(Comparator.comparingInt(signed -> signed.root().version()))
                .orElseThrow()
                .root();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("product", release.name().product());
        shown.put("version", release.name().version());
        shown.put("sequence", release.name().sequence());
        shown.put("from", release.validity().from());
        shown.put(
                "issued",
                Instant.ofEpochMilli(release.validity().issuedMillis()).toString());
        shown.put(
                "expires",
                Instant.ofEpochMilli(release.validity().expiresMillis()).toString());
        shown.put("architecture", release.architectures());
        shown.put("firmware", release.firmware().stream().map(Digest::toHex).toList());
        shown.put("root", root.version());
        shown.put("release-keys", keys(root.releases(), head.release().document()));
        shown.put("needed", root.releases().threshold());
        shown.put("digest", FileDigest.sha256(file).toHex());
        shown.put("file", release.files().stream().map(ReleaseShowCommand::file).toList());
        return shown;
    }

    private static Map<String, Object> file(ReleaseFile file) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("sha256", file.sha256().toHex());
        shown.put("size", file.sizeBytes());
        shown.put("path", file.path());
        return shown;
    }

    /** The keys of a role, and who of them has signed. */
    private static List<Map<String, Object>> keys(Role role, SignedDocument document) {
        return role.keys().stream().map(key -> key(key, document)).toList();
    }

    private static Map<String, Object> key(ReleaseKey key, SignedDocument document) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", key.id().toHex());
        shown.put("state", new Role(1, List.of(key)).count(document) == 1 ? "signed" : "has-not-signed");
        return shown;
    }
}
