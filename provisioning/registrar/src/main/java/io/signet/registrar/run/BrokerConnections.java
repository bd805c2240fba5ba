package io.signet.registrar.run;

import io.signet.attestation.HardwareKey;
import io.signet.mesh.mqtt.MqttLimits;
import io.signet.mesh.mqtt.MqttOptions;
import io.signet.mesh.mqtt.PahoTransport;
import io.signet.mesh.mqtt.TlsIdentity;
import io.signet.mesh.spi.Transport;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Connections of the registrar to brokers, each with a certificate of its own that the registrar issues to itself.
 *
 * @param key the registrar's
 */
record BrokerConnections(OwnerAuthority authority, HardwareKey key, Clock clock, RandomGenerator random)
        implements Function<Mesh, Transport> {
    /** A broker that is not there is asked rarely: there may never be one. */
    private static final Duration RETRY_MAX = Duration.ofSeconds(20);

    private static MqttLimits limits() {
        MqttLimits usual = MqttLimits.DEFAULT;
        return new MqttLimits(
                usual.packetBytesMax(),
                usual.receiveMax(),
                usual.outboundMessagesMax(),
                usual.outboundBytesMax(),
                usual.keepAlive(),
                usual.connectTimeout(),
                usual.retryMin(),
                RETRY_MAX,
                usual.sessionExpiry());
    }

    @Override
    public Transport apply(Mesh mesh) {
        String client = key.node().toHex() + "-" + HexFormat.of().toHexDigits(random.nextLong());
        TlsIdentity identity = new TlsIdentity(
                key.handle(),
                authority.issueRegistrarClient(CertificateRequest.of(key), RevocationNotices.CERTIFICATE_LIFE),
                List.of(authority.certificate()));
        return new PahoTransport(new MqttOptions(mesh.brokers(), client, limits()), identity, clock, random);
    }
}
