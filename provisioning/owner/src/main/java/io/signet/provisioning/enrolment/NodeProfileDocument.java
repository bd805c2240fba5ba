package io.signet.provisioning.enrolment;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.provisioning.enrolment.NodeProfile.Firmware;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.enrolment.NodeProfile.Model;
import io.signet.provisioning.enrolment.NodeProfile.Standing;
import io.signet.provisioning.enrolment.NodeProfile.Trust;
import io.signet.provisioning.internal.Yaml;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads and writes the YAML of a {@link NodeProfile}. */
final class NodeProfileDocument {
    private static final int WITNESSES_ASKED = 2;

    private NodeProfileDocument() {}

    static NodeProfile read(Bytes document) throws ProvisioningException {
        if (document.size() > NodeProfile.SIZE_BYTES_MAX) {
            throw ProvisioningException.in(
                    NodeProfile.NAME,
                    "has " + document.size() + " bytes; at most " + NodeProfile.SIZE_BYTES_MAX + " are allowed");
        }
        Settings settings = Settings.parse(
                NodeProfile.NAME, new String(document.toArray(), StandardCharsets.UTF_8), NodeProfile.SIZE_BYTES_MAX);
        try {
            NodeProfile profile = new NodeProfile(
                    settings.number("version", 1, Long.MAX_VALUE, 0),
                    settings.optionalText("name", NodeProfile.NAME_CHARS_MAX).orElse(""),
                    settings.optionalText("site", NodeProfile.NAME_CHARS_MAX).orElse(""),
                    settings.optionalText("group", NodeProfile.NAME_CHARS_MAX).orElse(""),
                    mesh(settings),
                    new Trust(
                            settings.text("trust", NodeProfile.POLICY_CHARS_MAX),
                            settings.texts("owners", NodeProfile.PEM_CHARS_MAX),
                            settings.texts("chip-makers", NodeProfile.PEM_CHARS_MAX)),
                    settings.parsedList("publishers", 128, Bytes::fromHex),
                    models(settings),
                    new Standing(
                            settings.flag("retired", false),
                            settings.flag("released", false),
                            settings.flag("renew", false),
                            settings.has("voucher")
                                    ? Optional.of(settings.parsed(
                                            "voucher",
                                            2 * NodeProfile.VOUCHER_BYTES_MAX,
                                            text -> Bytes.copyOf(
                                                    Base64.getDecoder().decode(text))))
                                    : Optional.empty()),
                    firmware(settings));
            settings.requireNothingElse();
            return profile;
        } catch (IllegalArgumentException e) {
            throw ProvisioningException.in(NodeProfile.NAME, e.getMessage());
        }
    }

    private static Mesh mesh(Settings settings) throws ProvisioningException {
        return new Mesh(
                settings.text("mesh", NodeProfile.NAME_CHARS_MAX),
                settings.parsedList("brokers", 512, URI::create),
                settings.parsedList("witnesses", 64, NodeId::fromHex),
                Math.toIntExact(
                        settings.number("witnesses-asked", 0, NodeProfile.WITNESSES_ASKED_MAX, WITNESSES_ASKED)),
                Math.toIntExact(settings.number("gateway-port", 0, NodeProfile.PORT_MAX, 0)));
    }

    private static List<Model> models(Settings settings) throws ProvisioningException {
        List<Model> models = new ArrayList<>();
        for (Settings model : settings.sections("models")) {
            models.add(new Model(
                    model.text("name", NodeProfile.NAME_CHARS_MAX),
                    model.parsed("digest", 128, Digest::fromHex),
                    model.number("size", 1, NodeProfile.MODEL_BYTES_MAX, 0)));
            model.requireNothingElse();
        }
        return models;
    }

    private static Optional<Firmware> firmware(Settings settings) throws ProvisioningException {
        if (!settings.has("release")) {
            return Optional.empty();
        }
        Settings release = settings.section("release");
        Firmware firmware = new Firmware(
                release.number("sequence", 1, NodeProfile.FIRMWARE_SEQUENCE_MAX, 0),
                release.parsed("digest", 128, Digest::fromHex),
                release.number("size", 1, NodeProfile.FIRMWARE_BYTES_MAX, 0),
                release.parsed("root", 128, Digest::fromHex));
        release.requireNothingElse();
        return Optional.of(firmware);
    }

    static Bytes write(NodeProfile profile) {
        StringBuilder text = new StringBuilder();
        line(text, "version", Long.toString(profile.version()));
        lineIfAny(text, "name", profile.name());
        lineIfAny(text, "site", profile.site());
        lineIfAny(text, "group", profile.group());
        line(text, "mesh", profile.mesh().name());
        line(text, "brokers", list(profile.mesh().brokers().stream().map(URI::toString)));
        line(text, "witnesses", list(profile.mesh().witnesses().stream().map(NodeId::toHex)));
        line(text, "witnesses-asked", Integer.toString(profile.mesh().witnessesAsked()));
        line(text, "gateway-port", Integer.toString(profile.mesh().gatewayPort()));
        line(text, "trust", Yaml.quoted(profile.trust().policy()));
        line(text, "owners", list(profile.trust().owners().stream()));
        line(text, "chip-makers", list(profile.trust().chipMakers().stream()));
        line(text, "publishers", list(profile.publishers().stream().map(Bytes::toHex)));
        text.append("models:").append(profile.models().isEmpty() ? " []\n" : "\n");
        profile.models().forEach(model -> text.append("  - {name: ")
                .append(Yaml.quoted(model.name()))
                .append(", digest: ")
                .append(Yaml.quoted(model.digest().toHex()))
                .append(", size: ")
                .append(model.sizeBytes())
                .append("}\n"));
        profile.firmware()
                .ifPresent(release -> line(
                        text,
                        "release",
                        "{sequence: " + release.sequence() + ", digest: "
                                + Yaml.quoted(release.digest().toHex()) + ", size: " + release.sizeBytes()
                                + ", root: " + Yaml.quoted(release.root().toHex()) + "}"));
        line(text, "retired", Boolean.toString(profile.standing().retired()));
        line(text, "released", Boolean.toString(profile.standing().released()));
        line(text, "renew", Boolean.toString(profile.standing().renew()));
        profile.standing()
                .voucher()
                .ifPresent(bytes ->
                        line(text, "voucher", Yaml.quoted(Base64.getEncoder().encodeToString(bytes.toArray()))));
        Bytes document = Bytes.utf8(text.toString());
        if (document.size() > NodeProfile.SIZE_BYTES_MAX) {
            throw new IllegalStateException(
                    "the profile of " + profile.name() + " has " + document.size() + " bytes; at most "
                            + NodeProfile.SIZE_BYTES_MAX + " are allowed: name fewer models or certificates");
        }
        return document;
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append(key).append(": ").append(value).append('\n');
    }

    private static void lineIfAny(StringBuilder text, String key, String value) {
        if (!value.isBlank()) {
            line(text, key, Yaml.quoted(value));
        }
    }

    private static String list(Stream<String> values) {
        return values.map(Yaml::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
}
