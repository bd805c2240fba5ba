package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.cose.SigningException;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.EvidenceExpectation;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerifier;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.tpm.Pcr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What is written is read again; firmware folds event by event; and no changed byte of evidence is accepted. */
class EvidenceProperties {
    private static final TestPki.Node NODE = FuzzSeeds.NODE;
    private static final TestTpm TPM = new TestTpm();
    private static final Bytes EVIDENCE = TPM.evidence().encode();
    private static final EvidenceVerifier VERIFIER = new EvidenceVerifier(TestPki.trusting(FuzzSeeds.OWNER));

    @Provide
    Arbitrary<FirmwareLog> firmware() {
        Arbitrary<String> names =
                Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(20);
        Arbitrary<FirmwareItem> items = Combinators.combine(names, Arbitraries.of("1", "0.1.0", "2.0.0.rc1"))
                .as((name, version) -> new FirmwareItem(name, version, Digest.sha256(Bytes.utf8(name))));
        Arbitrary<FirmwareRun> runs = items.list().ofMaxSize(4).map(FirmwareRun::new);
        return runs.list()
                .ofMaxSize(3)
                .flatMap(distinct -> distinct.isEmpty()
                        ? Arbitraries.just(FirmwareLog.EMPTY)
                        : Arbitraries.of(distinct).list().ofMaxSize(12).map(FirmwareLog::new));
    }

    @Property(tries = 200)
    void firmwareLog_isReadBackFromItsOnlyEncoding(@ForAll("firmware") FirmwareLog log) throws MalformedException {
        CborWriter writer = new CborWriter();
        log.write(writer);
        CborReader reader = new CborReader(writer.toBytes());
        FirmwareLog read = FirmwareLog.read(reader);
        reader.expectEnd();
        assertThat(read).isEqualTo(log);
    }

    @Property(tries = 100)
    void firmwareLog_foldsEventByEvent(@ForAll("firmware") FirmwareLog log) {
        Digest folded = Pcr.ZERO;
        for (FirmwareRun run : log.runs()) {
            List<Digest> events = new ArrayList<>(List.of(FirmwareRun.START_EVENT));
            run.items().forEach(item -> events.add(item.eventDigest()));
            for (Digest event : events) {
                folded = Digest.sha256(Bytes.fromHex(folded.toHex() + event.toHex()));
            }
        }
        assertThat(log.extend(Pcr.ZERO)).isEqualTo(folded);
    }

    @Property(tries = 100)
    void evidence_isReadBack(
            @ForAll("firmware") FirmwareLog log,
            @ForAll @Size(min = 8, max = 64) byte[] nonce,
            @ForAll @LongRange(min = 0, max = 253_402_300_799L) long seconds)
            throws SigningException, MalformedException {
        EvidenceClaims claims =
                new EvidenceClaims(NODE.id(), Bytes.copyOf(nonce), seconds, Assurance.PKCS11, log, Optional.empty());
        Evidence evidence = Evidence.sign(NODE.signer(), claims);
        assertThat(Evidence.decode(evidence.encode())).isEqualTo(evidence);
        assertThat(evidence.signedBy(NODE.keys().getPublic())).isTrue();
    }

    @Property(tries = 300)
    void changedByte_isNeverAccepted(
            @ForAll @IntRange(min = 0, max = 100_000) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] changed = EVIDENCE.toArray();
        changed[place % changed.length] ^= (byte) change;
        try {
            Evidence evidence = Evidence.decode(Bytes.copyOf(changed));
            EvidenceExpectation expected = EvidenceExpectation.of(TPM.identity.getPublic(), TestPki.NOW_MILLIS);
            assertThat(VERIFIER.verify(evidence, expected)).isInstanceOf(EvidenceVerdict.Refused.class);
        } catch (MalformedException refused) {
            assertThat(refused.offset()).isBetween(0, changed.length);
        }
    }

    @Property(tries = 100)
    void truncatedEvidence_isRefused(@ForAll @IntRange(min = 0, max = 100_000) int size) {
        Bytes cut = Bytes.copyOfRange(EVIDENCE.toArray(), 0, size % EVIDENCE.size());
        assertThatThrownBy(() -> Evidence.decode(cut)).isInstanceOf(MalformedException.class);
    }
}
