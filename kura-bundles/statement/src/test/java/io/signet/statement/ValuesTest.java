package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void bytes_areCopiedInAndOut() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.copyOf(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;
        assertThat(bytes).isEqualTo(Bytes.fromHex("010203")).hasToString("010203");
        assertThat(bytes.asBuffer().isReadOnly()).isTrue();
        ByteBuffer part = ByteBuffer.wrap(source, 1, 2);
        assertThat(Bytes.copyOf(part)).isEqualTo(Bytes.fromHex("0203"));
        assertThat(part.position()).isEqualTo(1);
    }

    @Test
    void bytes_orderUnsignedAndByLength() {
        assertThat(new TreeSet<>(List.of(Bytes.fromHex("ff"), Bytes.fromHex("00ff"), Bytes.fromHex("00"), Bytes.EMPTY)))
                .containsExactly(Bytes.EMPTY, Bytes.fromHex("00"), Bytes.fromHex("00ff"), Bytes.fromHex("ff"));
    }

    @Test
    void valuesOfTheWrongSize_areRefused() {
        Bytes tooShort = Bytes.fromHex("00");
        assertThatThrownBy(() -> new Digest(tooShort)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeId(tooShort)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Nonce(tooShort)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Bytes.fromHex("0")).isInstanceOf(IllegalArgumentException.class);
    }

    /** FIPS 180-4's example "abc". */
    @Test
    void digest_isSha256() {
        Digest abc = Digest.fromHex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Digest.sha256(Bytes.utf8("abc"))).isEqualTo(abc);
        assertThat(Digest.sha256(new byte[] {'a', 'b', 'c'})).isEqualTo(abc);
    }

    @Test
    void namesOfTypesAndAssurances_areFoundExactly() {
        assertThat(DataType.ofName("FP32")).contains(DataType.FP32);
        assertThat(DataType.ofName("fp32")).isEmpty();
        assertThat(Assurance.ofLabel("tpm2")).contains(Assurance.TPM2);
        assertThat(Assurance.ofLabel("TPM2")).isEmpty();
        assertThat(Assurance.ofLabel("tpm2-interface")).contains(Assurance.TPM2_INTERFACE);
        assertThat(Assurance.SOFTWARE).isLessThan(Assurance.TPM2_INTERFACE);
        assertThat(Assurance.TPM2_INTERFACE).isLessThan(Assurance.PKCS11);
        assertThat(Assurance.PKCS11).isLessThan(Assurance.TPM2);
    }

    @Test
    void nonces_areDrawnFromTheGivenSource() {
        assertThat(Nonce.draw(new Random(7)))
                .isEqualTo(Nonce.draw(new Random(7)))
                .isNotEqualTo(Nonce.draw(new Random(8)));
    }

    @Test
    void cache_keepsWhatWasUsedLast() {
        BoundedCache<Integer, String> cache = new BoundedCache<>(2);
        cache.put(1, "first");
        cache.put(2, "second");
        assertThat(cache.get(1)).contains("first");
        cache.put(3, "third");
        assertThat(cache.get(2)).isEmpty();
        assertThat(cache.get(1)).contains("first");
        assertThat(cache.get(3)).contains("third");
    }

    @Test
    void findings_areEqualIfTheySayTheSame() {
        Finding proved = new Finding.Proved("one log", "because");
        assertThat(proved)
                .isEqualTo(new Finding.Proved("one log", "because"))
                .hasSameHashCodeAs(new Finding.Proved("one log", "because"))
                .isNotEqualTo(new Finding.Proved("two logs", "because"))
                .isNotEqualTo(new Finding.Proved("one log", "why not"))
                .isNotEqualTo(new Finding.NotProved("one log", "because"))
                .isNotEqualTo("one log")
                .hasToString("Proved[one log: because]");
        assertThat(proved.hashCode()).isNotEqualTo(new Finding.Proved("one log", "why not").hashCode());
        assertThat(proved.hashCode()).isNotEqualTo(new Finding.Proved("two logs", "because").hashCode());
    }
}
