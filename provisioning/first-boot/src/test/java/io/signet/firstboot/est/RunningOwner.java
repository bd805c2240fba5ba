package io.signet.firstboot.est;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.run.RegistrarHome;
import io.signet.registrar.run.RegistrarService;
import io.signet.release.TestReleases;
import io.signet.runtime.Clock;
import io.signet.runtime.OneKeyTls;
import io.signet.runtime.SystemRandom;
import io.signet.statement.Assurance;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** An owner whose whole registrar runs in this process, and what he does. */
public final class RunningOwner implements AutoCloseable {
    public static final Bytes MODEL = Bytes.copyOf(new byte[100_000]);

    private static final String PASSPHRASE = "correct horse battery staple";

    private final Path directory;
    private final RegistrarService service;
    private final Http http;

    public RunningOwner(Path directory) throws Exception {
        this(directory, Clock.SYSTEM);
    }

    /** One whose registrar has a clock of its own. */
    public RunningOwner(Path directory, Clock clock) throws Exception {
        this.directory = directory;
        RegistrarHome home = RegistrarHome.create(
                directory,
                "Anna",
                List.of("localhost"),
                Assurance.SOFTWARE,
                PASSPHRASE.toCharArray(),
                clock,
                SystemRandom.create());
        Files.createDirectories(directory.resolve("models"));
        Files.write(directory.resolve("models/digits"), MODEL.toArray());
        service = RegistrarService.start(
                home,
                PASSPHRASE.toCharArray(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                clock,
                SystemRandom.create());
        http = new Http(url(), OneKeyTls.contextTo(new PinnedServer()));
    }

    public URI url() {
        return URI.create(service.url());
    }

    private String ask(String what, String json) throws Exception {
        String login = "owner:" + PASSPHRASE;
        Http.Answer answer = http.ask(
                http.to("/owner/v1/" + what)
                        .header("Content-Type", "application/json")
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                100_000);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.text();
    }

    /** Claims the box with {@code label}, whose group shall have {@link #MODEL}. */
    public void claim(Label label, boolean approved) throws Exception {
        String group = label.id().toHex();
        ask(
                "claim",
                "{\"code\":\"%s\",\"name\":\"barn-1\",\"group\":\"%s\",\"approved\":%s}"
                        .formatted(label.text(), group, approved));
        setModels(label, true);
    }

    /** Whether the group of the box with {@code label} shall have {@link #MODEL}, or nothing. */
    public void setModels(Label label, boolean some) throws Exception {
        String models = some ? "\"" + Digest.sha256(MODEL).toHex() + "\"" : "";
        ask("models", "{\"group\":\"%s\",\"models\":[%s]}".formatted(label.id().toHex(), models));
    }

    public void renew(Label label) throws Exception {
        ask("renew", "{\"label\":\"%s\"}".formatted(label.id()));
    }

    public void release(Label label) throws Exception {
        ask("release", "{\"label\":\"%s\",\"owner\":\"\"}".formatted(label.id()));
    }

    public void revoke(Label label) throws Exception {
        ask("revoke", "{\"label\":\"%s\"}".formatted(label.id()));
    }

    public void approve(Label label) throws Exception {
        ask("approve", "{\"label\":\"%s\"}".formatted(label.id()));
    }

    public void retire(Label label) throws Exception {
        ask("retire", "{\"label\":\"%s\"}".formatted(label.id()));
    }

    /** Trusts the root of the releases of tests. */
    public void trustReleases() throws Exception {
        String root = Base64.getEncoder()
                .encodeToString(TestReleases.signedRoot(1).encode().toArray());
        ask("update-trust", "{\"root\":\"%s\"}".formatted(root));
    }

    /** Brings a release of tests to the box with {@code label}, at once. */
    public void update(Label label, long sequence) throws Exception {
        TestReleases.archive(Files.createDirectories(directory.resolve("releases")), sequence);
        ask(
                "update-start",
                "{\"release\":\"release-%d\",\"stages\":[\"%s\"],\"healthy\":100,\"wait\":0}"
                        .formatted(sequence, label.id()));
    }

    /** How the release goes that is on its way. */
    public String updateStatus() throws Exception {
        return ask("update-status", "{}");
    }

    @Override
    public void close() {
        service.close();
    }
}
