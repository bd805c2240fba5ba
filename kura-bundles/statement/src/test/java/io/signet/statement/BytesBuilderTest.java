package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class BytesBuilderTest {
    @Test
    void whatIsAppended_standsInItsOrder_howeverMuchRoomThereWas() {
        for (int capacity = 0; capacity < 40; capacity++) {
            ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 8, 7, 6}, 1, 2);
            BytesBuilder builder = new BytesBuilder(capacity)
                    .put(0x1ff)
                    .putBigEndian(0x0102_0304_0506_0708L, 8)
                    .putBigEndian(0x0102_0304L, 3)
                    .putBigEndian(5, 0)
                    .put(Bytes.fromHex("aabb"))
                    .put(buffer)
                    .putLatin1("a\u00fc");
            assertThat(builder.size()).isEqualTo(18);
            assertThat(builder.toBytes().toHex())
                    .isEqualTo("ff" + "0102030405060708" + "020304" + "aabb" + "0807" + "61fc");
            assertThat(buffer.position()).isEqualTo(1);
        }
    }

    @Test
    void whatWasGivenAway_neverChanges() {
        for (int capacity : new int[] {0, 2, 10}) {
            BytesBuilder builder = new BytesBuilder(capacity).put(1).put(2);
            Bytes given = builder.toBytes();
            builder.put(3);
            assertThat(given).isEqualTo(Bytes.fromHex("0102"));
            assertThat(builder.toBytes()).isEqualTo(Bytes.fromHex("010203"));
        }
    }

    @Test
    void digest_isOverWhatWasCollected_notOverTheRoomForMore() {
        MessageDigest digest = Digest.newSha256();
        new BytesBuilder(100).put(1).put(2).updateInto(digest);
        assertThat(Digest.finish(digest)).isEqualTo(Digest.sha256(Bytes.fromHex("0102")));
    }
}
