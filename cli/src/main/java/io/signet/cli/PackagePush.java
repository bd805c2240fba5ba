package io.signet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.inference.model.PackageException;
import io.signet.inference.model.PackageHead;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.TrustPolicyFile;
import io.signet.runtime.OneKeyTls;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Gives a package to the gateway of one node, part by part, and goes on where the last try ended. */
final class PackagePush {
    private static final int PART_BYTES = 1 << 20;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    /** The last answer comes when the model is loaded. */
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    /** Refusals that mean "later", and connections that broke, in a row. */
    private static final int TRIES_MAX = 20;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final HttpClient client;
    private final URI gateway;
    private int tries;

    private PackagePush(HttpClient client, URI gateway) {
        this.client = client;
        this.gateway = gateway;
    }

    /**
     * To {@code gateway}, as the member whose profile is {@code profile}.
     *
     * @param node who is to answer there; empty for any node of an owner whom the member trusts
     * @throws ProvisioningException if key, certificates or trust policy can't be read
     */
    static PackagePush to(URI gateway, Optional<NodeId> node, MeshProfile profile) throws ProvisioningException {
        Credentials own = Credentials.load(profile.key(), profile.chain());
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .sslContext(OneKeyTls.contextTo(
                        own.key().handle(),
                        Certificates.read(profile.chain()),
                        TrustPolicyFile.read(profile.trust()).policy().owners(),
                        certificate -> isMeant(certificate, node)))
                .build();
        return new PackagePush(client, gateway);
    }

    private static boolean isMeant(X509Certificate certificate, Optional<NodeId> node) {
        return node.map(NodeId.of(certificate.getPublicKey())::equals).orElse(true);
    }

    /**
     * Gives {@code file}.
     *
     * @return what the node says in the end, in words
     * @throws PackageException if the file is no package, or the node refuses it
     * @throws CliException if the node can't be reached
     */
    String push(Path file, ProgressLine line) throws PackageException, CliException, IOException, InterruptedException {
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.READ)) {
            PackageHead head = PackageHead.read(file, ByteBuffer.wrap(read(content, 0, PackageHead.SIZE_BYTES_MAX)));
            URI address = gateway.resolve("/v2/packages/" + head.digest().toHex());
            if (content.size() != head.fileSizeBytes()) {
                throw new PackageException(
                        file, "altered: has " + content.size() + " bytes, its manifest says " + head.fileSizeBytes());
            }
            while (true) {
                try {
                    return push(file, content, head, address, line);
                } catch (IOException e) {
                    pauseOrGiveUp(address + " can't be reached: " + reason(e));
                }
            }
        }
    }

    private String push(Path file, FileChannel content, PackageHead head, URI address, ProgressLine line)
            throws PackageException, CliException, IOException, InterruptedException {
        HttpResponse<String> there = send(HttpRequest.newBuilder(address).method("HEAD", BodyPublishers.noBody()));
        if (there.statusCode() == 200) {
            return "has it already";
        }
        long offset = there.headers().firstValueAsLong("Upload-Offset").orElse(0);
        while (true) {
            line.show(offset, head.fileSizeBytes(), "bytes of " + file.getFileName());
            int first = offset == 0 ? Math.max(PART_BYTES, head.sizeBytes()) : PART_BYTES;
            byte[] part = read(content, offset, (int) Math.min(first, head.fileSizeBytes() - offset));
            long last = offset + part.length - 1;
            HttpResponse<String> answer = send(HttpRequest.newBuilder(address)
                    .header("Content-Range", "bytes " + offset + "-" + last + "/" + head.fileSizeBytes())
                    .PUT(BodyPublishers.ofByteArray(part)));
            switch (answer.statusCode()) {
                case 200 -> {
                    return describe(json(answer));
                }
                case 202 -> {
                    offset = last + 1;
                    tries = 0;
                }
                case 409, 503 -> {
                    pauseOrGiveUp("the node is busy: " + error(answer));
                    return push(file, content, head, address, line); // bounded by the tries
                }
                default -> throw new PackageException(file, error(answer));
            }
        }
    }

    private void pauseOrGiveUp(String reason) throws CliException, InterruptedException {
        tries++;
        if (tries >= TRIES_MAX) {
            throw new CliException(ExitCode.UNAVAILABLE, reason);
        }
        Thread.sleep(PAUSE.toMillis());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(
                request.timeout(ANSWER_WITHIN).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static byte[] read(FileChannel content, long offset, int sizeBytesMax) throws IOException {
        byte[] part = new byte[(int) Math.min(sizeBytesMax, content.size() - offset)];
        ByteBuffer left = ByteBuffer.wrap(part);
        while (left.hasRemaining()) {
            if (content.read(left, offset + left.position()) < 0) {
                throw new IOException("the file got shorter while it was read");
            }
        }
        return part;
    }

    private static Map<String, Object> json(HttpResponse<String> answer) throws IOException {
        return JSON.std.mapFrom(answer.body());
    }

    private static String error(HttpResponse<String> answer) throws IOException {
        return answer.body().startsWith("{")
                ? String.valueOf(json(answer).get("error"))
                : "the answer is " + answer.statusCode();
    }

    private static String describe(Map<String, Object> answer) {
        return "loaded".equals(answer.get("state"))
                ? "runs " + answer.get("model") + " " + answer.get("version") + " on " + answer.get("engine") + ", "
                        + answer.get("rows_per_second") + " rows/s"
                : "has it, but does not run it: " + answer.get("reason");
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
