package io.signet.provisioning.enrolment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.enrolment.NodeProfile.Model;
import io.signet.provisioning.enrolment.NodeProfile.Standing;
import io.signet.provisioning.enrolment.NodeProfile.Trust;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.NodeId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NodeProfileTest {
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    private static final String SMALLEST =
            """
            version: 3
            mesh: farm
            brokers: ["mqtts://broker.farm.example:8883"]
            trust: |
              owners: [owner-1.pem]
              minimal-assurance: software
            owners: ["-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n"]
            """;

    private static String text(SplittableRandom random, int charsMax) {
        return random.ints(random.nextInt(charsMax + 1), ' ', '~' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static NodeProfile any(SplittableRandom random) {
        List<Model> models = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            models.add(new Model(
                    "m" + text(random, 63),
                    Digest.sha256(Bytes.random(random, 8)),
                    1 + random.nextLong(NodeProfile.MODEL_BYTES_MAX)));
        }
        return new NodeProfile(
                1 + random.nextLong(Long.MAX_VALUE),
                text(random, 64),
                text(random, 64),
                text(random, 64),
                new Mesh(
                        "farm-" + random.nextInt(100),
                        List.of(URI.create("mqtts://[2001:db8::1]:8883"), URI.create("mqtts://b.example:1")),
                        random.nextBoolean()
                                ? List.of()
                                : List.of(
                                        NodeId.fromHex(Bytes.random(random, 16).toHex())),
                        random.nextInt(9),
                        random.nextInt(65_536)),
                new Trust("owners: [owner-1.pem]\n# " + text(random, 99), List.of(PEM, PEM), List.of(PEM)),
                List.of(Bytes.random(random, 32)),
                models,
                new Standing(
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean() ? Optional.empty() : Optional.of(Bytes.random(random, 99))),
                random.nextBoolean()
                        ? Optional.empty()
                        : Optional.of(new NodeProfile.Firmware(
                                1 + random.nextLong(NodeProfile.FIRMWARE_SEQUENCE_MAX),
                                Digest.sha256(Bytes.random(random, 8)),
                                1 + random.nextLong(NodeProfile.FIRMWARE_BYTES_MAX),
                                Digest.sha256(Bytes.random(random, 8)))));
    }

    /** What one side writes the other reads. */
    @Property(tries = 300)
    void profile_isReadBack(@ForAll long seed) throws Exception {
        NodeProfile profile = any(new SplittableRandom(seed));
        assertThat(NodeProfile.decode(profile.encode())).isEqualTo(profile);
    }

    /** Whatever comes: a profile, or the one declared exception. */
    @Property(tries = 500)
    void damagedProfile_isReadOrRefused(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] document = any(random).encode().toArray();
        for (int i = 0; i < 3; i++) {
            document[random.nextInt(document.length)] = (byte) random.nextInt();
        }
        try {
            NodeProfile.decode(Bytes.copyOf(document));
        } catch (ProvisioningException expected) {
            assertThat(expected).hasMessageStartingWith("profile.yaml");
        }
    }

    @Example
    void smallestProfile_hasSaneDefaults() throws Exception {
        NodeProfile profile = NodeProfile.decode(Bytes.utf8(SMALLEST));
        assertThat(profile.standing()).isEqualTo(Standing.IN_USE);
        assertThat(profile.models()).isEmpty();
        assertThat(profile.mesh().witnessesAsked()).isEqualTo(2);
        assertThat(profile.mesh().gatewayPort()).isZero();
        assertThat(profile.trust().files()).containsOnlyKeys("owner-1.pem", "trust.yaml");
    }

    @Example
    void files_areNamedAsThePolicyNamesThem_andThePolicyIsLast() {
        Trust trust = new Trust("owners: [owner-1.pem, owner-2.pem]\n", List.of(PEM, PEM), List.of(PEM));
        assertThat(trust.files().keySet()).containsExactly("owner-1.pem", "owner-2.pem", "maker-1.pem", "trust.yaml");
    }

    @Example
    void mistakes_areNamed() {
        assertRefused(SMALLEST + "modles: []\n", "unknown key modles");
        assertRefused(SMALLEST.replace("version: 3\n", ""), "version is a whole number from 1");
        assertRefused(SMALLEST.replace("mqtts:", "http:"), "a broker's address is mqtts://HOST:PORT");
        assertRefused(SMALLEST.replace("BEGIN", "BEGUN"), "a certificate is PEM");
        assertRefused(SMALLEST + "models: [{name: m, digest: 00, size: 1}]\n", "models.digest");
        assertRefused(SMALLEST + "models: [{name: m, digest: " + "00".repeat(32) + "}]\n", "a model's size");
        assertRefused(SMALLEST + "voucher: '!'\n", "voucher");
        assertRefused("#".repeat(NodeProfile.SIZE_BYTES_MAX + 1), "at most " + NodeProfile.SIZE_BYTES_MAX);
    }

    private static void assertRefused(String document, String message) {
        assertThatThrownBy(() -> NodeProfile.decode(Bytes.utf8(document)))
                .isInstanceOf(ProvisioningException.class)
                .hasMessageContaining(message);
    }
}
