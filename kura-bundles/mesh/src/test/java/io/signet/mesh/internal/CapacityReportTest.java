package io.signet.mesh.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.mesh.GatewayAddress;
import io.signet.mesh.LogAddress;
import io.signet.mesh.ServedModel;
import io.signet.mesh.Strain;
import io.signet.mesh.spi.NodeLoad;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CapacityReportTest {
    private static final Optional<LogAddress> LONGEST =
            Optional.of(new LogAddress("https://" + "a".repeat(LogAddress.CHARS_MAX - 9) + "/"));

    private static final Optional<GatewayAddress> GATEWAY =
            Optional.of(new GatewayAddress("a".repeat(GatewayAddress.CHARS_MAX - 6) + ":65535"));

    private static CapacityReport largest() {
        return largest(NodeLoad.REPORTED_MODELS_MAX, Strain.NONE, Optional.empty());
    }

    private static CapacityReport largest(int modelCount, Strain strain, Optional<LogAddress> log) {
        return largest(modelCount, strain, log, Optional.empty());
    }

    private static CapacityReport largest(
            int modelCount, Strain strain, Optional<LogAddress> log, Optional<GatewayAddress> gateway) {
        List<ServedModel> models = new ArrayList<>();
        for (int i = 0; i < modelCount; i++) {
            String name = "%0" + ServedModel.NAME_CHARS_MAX + "d";
            models.add(ServedModel.of(name.formatted(i), Digest.sha256(Bytes.utf8("p" + i)), 1e9));
        }
        return new CapacityReport(
                Long.MAX_VALUE / 2,
                Integer.MAX_VALUE,
                true,
                models,
                Integer.MAX_VALUE,
                4096,
                4096,
                1 << 20,
                strain,
                log,
                gateway);
    }

    private static Bytes encode(CapacityReport report) {
        CborWriter out = new CborWriter().startMap(report.keys());
        report.writeTo(out);
        return out.toBytes();
    }

    @Test
    void largestReport_withSignatureAndHeader_isAtMost512Bytes() {
        // 2 + 4 header bytes, type, sender and time, key id, algorithm and signature; see docs/protocol.md
        int frame = 1 + 4 + (1 + 15) + 1 + 3 + (2 + (1 + 17) + 10) + (2 + 64);
        assertThat(encode(largest(NodeLoad.REPORTED_MODELS_MAX, Strain.THROTTLED, Optional.empty(), GATEWAY))
                                .size()
                        + frame)
                .isLessThanOrEqualTo(512);
        CapacityReport withLog = largest(NodeLoad.REPORTED_WITH_LOG_MAX, Strain.THROTTLED, LONGEST, GATEWAY);
        assertThat(encode(withLog).size() + frame).isLessThanOrEqualTo(512);
    }

    @Test
    void reportWithALog_isReadAsWritten() throws MalformedException {
        CapacityReport report = largest(1, Strain.THROTTLED, LONGEST);
        CborReader in = new CborReader(encode(report));
        assertThat(CapacityReport.readFrom(in, in.readMapSize())).isEqualTo(report);
        in.expectEnd();
    }

    @Test
    void reportWithAGateway_isReadAsWritten() throws MalformedException {
        CapacityReport report = largest(1, Strain.NONE, Optional.empty(), GATEWAY);
        CborReader in = new CborReader(encode(report));
        assertThat(CapacityReport.readFrom(in, in.readMapSize())).isEqualTo(report);
        in.expectEnd();
    }

    @Test
    void reportWithAGatewayThatIsNoHostAndPort_isMalformed() {
        CborWriter out = new CborWriter().startMap(largest().keys() + 1);
        largest().writeTo(out);
        out.writeInt(13).writeText("user@host:1");
        CborReader in = new CborReader(out.toBytes());
        assertThatThrownBy(() -> CapacityReport.readFrom(in, in.readMapSize()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("the address of a gateway is HOST:PORT");
    }

    @Test
    void reportWithAnotherKindOfAddress_isMalformed() {
        CborWriter out = new CborWriter().startMap(largest().keys() + 1);
        largest().writeTo(out);
        out.writeInt(11).writeText("file:///etc/");
        CborReader in = new CborReader(out.toBytes());
        assertThatThrownBy(() -> CapacityReport.readFrom(in, in.readMapSize()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("the address of a log is http(s)://");
    }

    @Test
    void report_isReadAsWritten() throws MalformedException {
        CborReader in = new CborReader(encode(largest()));
        assertThat(CapacityReport.readFrom(in, in.readMapSize())).isEqualTo(largest());
        in.expectEnd();
    }

    @Test
    void strain_isReadAsWritten_andWhatALaterVersionCallsItIsOneToo() throws MalformedException {
        for (Strain strain : Strain.values()) {
            CapacityReport report = withStrain(strain);
            CborReader in = new CborReader(encode(report));
            assertThat(CapacityReport.readFrom(in, in.readMapSize())).isEqualTo(report);
            in.expectEnd();
        }
        CborWriter out = new CborWriter().startMap(withStrain(Strain.NONE).keys() + 1);
        withStrain(Strain.NONE).writeTo(out);
        out.writeInt(12).writeInt(3);
        CborReader in = new CborReader(out.toBytes());
        assertThat(CapacityReport.readFrom(in, in.readMapSize()).strain()).isEqualTo(Strain.HOT);
    }

    private static CapacityReport withStrain(Strain strain) {
        return new CapacityReport(1, 2, true, List.of(), 3, 4, 5, 6, strain, Optional.empty(), Optional.empty());
    }

    @Test
    void fieldsOfALaterVersion_areSkipped() throws MalformedException {
        CborWriter out = new CborWriter().startMap(largest().keys() + 3);
        largest().writeTo(out);
        out.writeInt(11).writeText(LONGEST.orElseThrow().url());
        out.writeInt(14).startMap(1).writeText("price").writeInt(42);
        out.writeInt(15).writeBytes(Bytes.utf8("more"));
        CborReader in = new CborReader(out.toBytes());
        CapacityReport read = CapacityReport.readFrom(in, in.readMapSize());
        assertThat(read).isEqualTo(largest(NodeLoad.REPORTED_MODELS_MAX, Strain.NONE, LONGEST));
        in.expectEnd();
    }

    @Test
    void reportWithTooFewFields_isMalformed() {
        CborReader in = new CborReader(encode(largest()));
        assertThatThrownBy(() -> {
                    in.readMapSize();
                    CapacityReport.readFrom(in, 3);
                })
                .isInstanceOf(MalformedException.class);
    }
}
