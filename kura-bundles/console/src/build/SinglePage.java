import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the verifier that an auditor keeps: one HTML file with all modules of the console's verifier in it, which needs no server. Its
 * policy of contents names its script and style by their digests and forbids the network. The build runs it: {@code java SinglePage.java SOURCES MODULES TARGET}.
 */
final class SinglePage {
    /** A module's imports stand on lines of their own, or on several. */
    private static final Pattern IMPORT =
            Pattern.compile("^import \\{[^}]*\\} from '\\./([a-z0-9-]+\\.js)';\\n", Pattern.MULTILINE);

    private static final Pattern EXPORT = Pattern.compile("^export ", Pattern.MULTILINE);
    private static final int BYTES_MAX = 200_000;

    private final Path modules;
    private final Set<String> done = new LinkedHashSet<>();
    private final StringBuilder script = new StringBuilder("\n");

    private SinglePage(Path modules) {
        this.modules = modules;
    }

    public static void main(String[] arguments) throws IOException {
        Path sources = Path.of(arguments[0]);
        Path modules = Path.of(arguments[1]);
        Path target = Path.of(arguments[2]);
        String script = new SinglePage(modules).scriptOf(sources.resolve("signet-verify.js"));
        String style = read(sources.resolve("signet-verify.css"));
        String page = read(sources.resolve("signet-verify.html"))
                .replace("STYLE-DIGEST", digest(style))
                .replace("SCRIPT-DIGEST", digest(script))
                .replace("STYLE", style)
                .replace("SCRIPT", script);
        byte[] encoded = page.getBytes(StandardCharsets.UTF_8);
        if (encoded.length > BYTES_MAX) {
            throw new IOException(target + " has " + encoded.length + " bytes; it shall have at most " + BYTES_MAX);
        }
        Files.createDirectories(target.getParent());
        Files.write(target, encoded);
    }

    private String scriptOf(Path page) throws IOException {
        add(read(page));
        return script.toString();
    }

    /** Adds a module after those that it needs. All share one scope, so that no two may use one name. */
    private void add(String module) throws IOException {
        Matcher imports = IMPORT.matcher(module);
        while (imports.find()) {
            if (done.add(imports.group(1))) {
                add(read(modules.resolve(imports.group(1))));
            }
        }
        script.append(EXPORT.matcher(IMPORT.matcher(module).replaceAll("")).replaceAll("")).append('\n');
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file).replace("\r\n", "\n");
    }

    private static String digest(String content) {
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
