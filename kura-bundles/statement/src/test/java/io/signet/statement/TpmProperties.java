package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.tpm.Attested;
import io.signet.statement.tpm.BootEvent;
import io.signet.statement.tpm.BootLog;
import io.signet.statement.tpm.PcrSelection;
import io.signet.statement.tpm.TpmAttest;
import io.signet.statement.tpm.TpmPublic;
import io.signet.statement.tpm.TpmSignature;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What is written as part 2 of the TPM 2.0 Library has it is read as it was meant. */
class TpmProperties {
    @Property(tries = 100)
    void publicKey_isReadBack(@ForAll int attributes, @ForAll long seed) throws MalformedException {
        TestPki.Node node = seed % 2 == 0 ? FuzzSeeds.NODE : TestPki.node(FuzzSeeds.OWNER, Assurance.SOFTWARE);
        Bytes encoded = TpmWriter.publicArea(node.keys().getPublic(), attributes);
        TpmPublic read = TpmPublic.decode(encoded);
        assertThat(read.isOf(node.keys().getPublic())).isTrue();
        assertThat(read.attributes().bits()).isEqualTo(attributes);
        assertThat(read.attributes().bound()).isEqualTo((attributes & TpmWriter.BOUND) == TpmWriter.BOUND);
        assertThat(read.encoded()).isEqualTo(encoded);
    }

    @Property(tries = 200)
    void quote_isReadBack(
            @ForAll @Size(max = 24) Set<@IntRange(min = 0, max = 23) Integer> pcrs,
            @ForAll @Size(max = 66) byte[] extra,
            @ForAll @Size(max = 64) byte[] digest)
            throws MalformedException {
        Bytes encoded = TpmWriter.attest(TestTpm.GENERATED, TestTpm.QUOTE, Bytes.copyOf(digest), Bytes.copyOf(extra))
                .selection(TpmWriter.SHA256, pcrs)
                .sized(Bytes.copyOf(digest))
                .toBytes();
        TpmAttest read = TpmAttest.decode(encoded);
        assertThat(read.extraData()).isEqualTo(Bytes.copyOf(extra));
        assertThat(read.attested())
                .isEqualTo(new Attested.Quote(
                        List.of(new PcrSelection(TpmWriter.SHA256, new TreeSet<>(pcrs))), Bytes.copyOf(digest)));
    }

    @Property(tries = 200)
    void signature_isReadWhateverLeadingZerosItHas(@ForAll @Size(max = 32) byte[] r, @ForAll @Size(max = 32) byte[] s)
            throws MalformedException {
        Bytes encoded = new TpmWriter()
                .u16(TpmWriter.ECDSA)
                .u16(TpmWriter.SHA256)
                .sized(Bytes.copyOf(r))
                .sized(Bytes.copyOf(s))
                .toBytes();
        String expected = "00".repeat(32 - r.length) + Bytes.copyOf(r) + "00".repeat(32 - s.length) + Bytes.copyOf(s);
        assertThat(TpmSignature.decode(encoded).value()).isEqualTo(Bytes.fromHex(expected));
    }

    @Property(tries = 200)
    void bootLog_replaysWhatWasExtendedInFullAndCompact(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 23) Integer> pcrs, @ForAll long seed)
            throws MalformedException {
        Random random = new Random(seed);
        BootLogWriter writer = new BootLogWriter();
        if (random.nextBoolean()) {
            writer.startedFrom(random.nextBoolean() ? 3 : 4);
        }
        for (int pcr : pcrs) {
            if (random.nextInt(4) == 0) {
                writer.tell("something");
            }
            writer.measure(pcr, 1 << 31 | random.nextInt(1000), "event " + random.nextInt());
        }
        BootLog log = BootLog.decode(writer.toBytes());
        assertThat(log.replay()).isEqualTo(writer.pcrs());
        assertThat(log.events().stream().filter(BootEvent::extended)).hasSize(pcrs.size());
        assertThat(BootLog.decode(log.compact()).replay()).isEqualTo(writer.pcrs());
    }
}
