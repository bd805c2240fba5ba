package io.signet.inference.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.NodeId;
import io.signet.statement.hpke.MeasuredKeyException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class GrantTest {
    private static final Digest PACKAGE = Digest.sha256(new byte[2]);
    private static final NodeId NODE = new NodeId(Bytes.copyOf(new byte[NodeId.SIZE_BYTES]));
    private static final Instant END = Instant.parse("2026-12-31T23:59:59Z");
    private static final byte[] SECRET = "0123456789abcdef0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private final TestHolder holder = new TestHolder();

    private Grant issue() throws Exception {
        try (ContentKey key = ContentKey.copyOf(SECRET)) {
            return Grant.issue(
                    Packages.publisher(1), new Grant.Terms(PACKAGE, NODE, holder.key(), END.plusMillis(5)), key);
        }
    }

    @Test
    void grant_isReadAsItWasWritten_andOpensForItsNode() throws Exception {
        Grant read = Grant.decode(issue().encode());

        assertThat(read.publisher()).isEqualTo(Packages.publisher(1).key());
        assertThat(read.terms()).isEqualTo(new Grant.Terms(PACKAGE, NODE, holder.key(), END));
        assertThat(read.open(holder))
                .hasValueSatisfying(key -> assertThat(key.toArray()).isEqualTo(SECRET));
        assertThat(read.encode().size()).isLessThan(700);
    }

    @Test
    void otherNodeOrFirmware_opensNothing() throws Exception {
        Grant grant = issue();
        assertThatThrownBy(() -> grant.open(new TestHolder()))
                .isInstanceOf(MeasuredKeyException.class)
                .hasMessage("another TPM");
        holder.otherFirmware(true);
        assertThatThrownBy(() -> grant.open(holder)).hasMessage("PCR [14] has another value");
    }

    @Test
    void aBitOfAnyByteFlipped_isMalformed() throws Exception {
        byte[] whole = issue().encode().toArray();
        for (int bit = 0; bit < 8 * whole.length; bit += 7 + bit % 3) {
            whole[bit / 8] ^= (byte) (1 << (bit % 8));
            Bytes flipped = Bytes.copyOf(whole);
            assertThatThrownBy(() -> Grant.decode(flipped)).as("bit %d", bit).isInstanceOf(MalformedException.class);
            whole[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    @Test
    void grant_isBounded_andTellsNoSecret() throws Exception {
        assertThatThrownBy(() -> Grant.decode(Bytes.copyOf(new byte[Grant.SIZE_BYTES_MAX + 1])))
                .hasMessageContaining("a grant has at most 4096 bytes");
        assertThat(issue())
                .asString()
                .contains(PACKAGE.toString(), "2026-12-31")
                .doesNotContain("0123456789");
        assertThat(issue().encode().toHex()).doesNotContain(Bytes.copyOf(SECRET).toHex());
    }
}
