package io.signet.mesh.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.mesh.ServedModel;
import io.signet.mesh.spi.NodeLoad;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CapacityReportTest {
    private static CapacityReport largest() {
        List<ServedModel> models = new ArrayList<>();
        for (int i = 0; i < NodeLoad.REPORTED_MODELS_MAX; i++) {
            String name = "%0" + ServedModel.NAME_CHARS_MAX + "d";
            models.add(ServedModel.of(name.formatted(i), Digest.sha256(Bytes.utf8("p" + i)), 1e9));
        }
        return new CapacityReport(
                Long.MAX_VALUE / 2, Integer.MAX_VALUE, true, models, Integer.MAX_VALUE, 4096, 4096, 1 << 20);
    }

    private static Bytes encode(CapacityReport report) {
        CborWriter out = new CborWriter().startMap(CapacityReport.keys());
        report.writeTo(out);
        return out.toBytes();
    }

    @Test
    void largestReport_withSignatureAndHeader_isAtMost512Bytes() {
        // 2 + 4 header bytes, type, sender and time, key id, algorithm and signature; see docs/protocol.md
        int frame = 1 + 4 + (1 + 15) + 1 + 3 + (2 + (1 + 17) + 10) + (2 + 64);
        assertThat(encode(largest()).size() + frame).isLessThanOrEqualTo(512);
    }

    @Test
    void report_isReadAsWritten() throws MalformedException {
        CborReader in = new CborReader(encode(largest()));
        assertThat(CapacityReport.readFrom(in, in.readMapSize())).isEqualTo(largest());
        in.expectEnd();
    }

    @Test
    void fieldsOfALaterVersion_areSkipped() throws MalformedException {
        CborWriter out = new CborWriter().startMap(CapacityReport.keys() + 2);
        largest().writeTo(out);
        out.writeInt(11).startMap(1).writeText("price").writeInt(42);
        out.writeInt(12).writeBytes(Bytes.utf8("more"));
        CborReader in = new CborReader(out.toBytes());
        assertThat(CapacityReport.readFrom(in, in.readMapSize())).isEqualTo(largest());
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
