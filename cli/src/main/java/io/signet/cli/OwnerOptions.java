package io.signet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.provisioning.ProvisioningException;
import io.signet.registrar.NodeBook;
import io.signet.registrar.run.RegistrarHome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How an owner reaches his registrar, and asks it. */
final class OwnerOptions {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "The owner's directory, as 'signet owner init' makes it; of another machine's registrar the"
                    + " certificate in it is enough.")
    @SuppressWarnings("NullAway.Init") // picocli demands it
    private Path home;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where the registrar is. By default as the one that runs in DIR says.")
    private Optional<URI> url = Optional.empty();

    @Mixin
    private final PassphraseOption passphrase = new PassphraseOption();

    private Optional<String> login = Optional.empty();

    /**
     * Asks the registrar.
     *
     * @param what what is to be done
     * @param asked with what
     * @return its answer
     * @throws CliException if it can't be reached, the passphrase is another, or it says no
     */
    Map<String, Object> ask(String what, Map<String, Object> asked)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        RegistrarHome owner = new RegistrarHome(home);
        URI base = url.isPresent() ? url.get() : running(owner);
        SSLContext tls = trusting(owner.authorities().get(0));
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/owner/v1/" + what))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Authorization", "Basic " + login())
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.std.asBytes(asked)))
                .build();
        HttpResponse<String> response;
        try {
            response = HttpClient.newBuilder()
                    .sslContext(tls)
                    .connectTimeout(TIMEOUT)
                    .build()
                    .send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.UNAVAILABLE, "the registrar at " + base + " does not answer: " + e.getMessage());
        }
        return read(base, response);
    }

    /**
     * Asks for all of a list of which the registrar gives a thousand at a time.
     *
     * @param list the list's name in the answer
     * @param key by what it is ordered
     */
    List<Map<String, Object>> askAll(String what, String list, String key)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        List<Map<String, Object>> all = new ArrayList<>();
        List<Map<String, Object>> some;
        do {
            String after = all.isEmpty() ? "" : Answers.text(all.get(all.size() - 1), key);
            some = Answers.objects(ask(what, Map.of("after", after)), list);
            all.addAll(some);
        } while (some.size() == NodeBook.ROWS_MAX);
        return all;
    }

    /** Asked for once, however many questions there are. */
    private String login() throws CliException {
        if (login.isEmpty()) {
            char[] secret = passphrase.read();
            login = Optional.of(Base64.getEncoder()
                    .encodeToString(("owner:" + new String(secret)).getBytes(StandardCharsets.UTF_8)));
            Arrays.fill(secret, '\0');
        }
        return login.get();
    }

    private static URI running(RegistrarHome owner) throws CliException, IOException {
        try {
            return URI.create(Files.readString(owner.urlFile()).strip());
        } catch (NoSuchFileException e) {
            throw new CliException(
                    ExitCode.UNAVAILABLE,
                    "no registrar runs in " + owner.directory()
                            + "; start it by 'signet registrar run', or name another by --url");
        }
    }

    private static Map<String, Object> read(URI base, HttpResponse<String> response) throws CliException, IOException {
        boolean json = response.headers()
                .firstValue("Content-Type")
                .filter("application/json"::equals)
                .isPresent();
        if (response.statusCode() == 200 && json) {
            return JSON.std.mapFrom(response.body());
        }
        ExitCode code = response.statusCode() == 400 ? ExitCode.FAILED : ExitCode.UNAVAILABLE;
        if (response.statusCode() == 401) {
            code = ExitCode.DATA;
        }
        Object why = json
                ? JSON.std.mapFrom(response.body()).get("error")
                : response.body().strip();
        throw new CliException(code, "the registrar at " + base + " refuses: " + why);
    }

    private static SSLContext trusting(X509Certificate owner) throws CliException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("owner", owner);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new CliException(ExitCode.DATA, "the owner's certificate can't be used for TLS: " + e.getMessage());
        }
    }
}
