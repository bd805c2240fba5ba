package io.signet.statement;

import static io.signet.statement.TestPki.NOW_MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.cose.CoseSign1;
import io.signet.statement.cose.SigningException;
import io.signet.statement.cose.SoftwareSigner;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceClaims;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareLog;
import io.signet.statement.evidence.FirmwareRun;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence;
import io.signet.statement.tpm.Pcr;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    private static final KeyPair KEYS = TestPki.p256();
    private static final NodeId NODE = NodeId.of(KEYS.getPublic());
    private static final Bytes NONCE = Bytes.utf8("chosen by the one who asks");
    private static final FirmwareItem ITEM =
            new FirmwareItem("io.signet.node", "0.1.0", Digest.sha256(Bytes.utf8("a bundle")));
    private static final FirmwareRun RUN = new FirmwareRun(List.of(ITEM));

    private static EvidenceClaims software(FirmwareLog firmware) {
        return new EvidenceClaims(NODE, NONCE, NOW_MILLIS / 1000, Assurance.SOFTWARE, firmware, Optional.empty());
    }

    private static TpmEvidence tpm(Bytes bootLog) {
        Bytes some = Bytes.utf8("not looked into");
        SignedAttest attest = new SignedAttest(some, some);
        TreeMap<Integer, Digest> pcrs = new TreeMap<>(Map.of(0, Pcr.ZERO, 14, RUN.digest(), 23, RUN.digest()));
        return new TpmEvidence(List.of(some), some, some, some, attest, attest, pcrs, 14, bootLog);
    }

    private static Evidence signed(EvidenceClaims claims) throws SigningException {
        return Evidence.sign(SoftwareSigner.ofP256(KEYS), claims);
    }

    @Test
    void evidence_isReadBackAndItsSignatureHoldsForItsNodeOnly() throws Exception {
        Evidence evidence = signed(software(new FirmwareLog(List.of(RUN))));
        Evidence read = Evidence.decode(evidence.encode());
        assertThat(read).isEqualTo(evidence);
        assertThat(read.signedBy(KEYS.getPublic())).isTrue();
        assertThat(read.signedBy(TestPki.p256().getPublic())).isFalse();
        EvidenceClaims later = new EvidenceClaims(
                NODE, NONCE, NOW_MILLIS / 1000 + 1, Assurance.SOFTWARE, FirmwareLog.EMPTY, Optional.empty());
        assertThat(new Evidence(later, evidence.signature()).signedBy(KEYS.getPublic()))
                .isFalse();
    }

    @Test
    void partOfATpm_isReadBack() throws Exception {
        EvidenceClaims claims =
                new EvidenceClaims(NODE, NONCE, 0, Assurance.TPM2, FirmwareLog.EMPTY, Optional.of(tpm(Bytes.EMPTY)));
        assertThat(Evidence.decode(signed(claims).encode()).claims()).isEqualTo(claims);
    }

    @Test
    void partOfATpm_belongsToThatKindOnly() {
        Optional<TpmEvidence> part = Optional.of(tpm(Bytes.EMPTY));
        for (Assurance kind : List.of(Assurance.SOFTWARE, Assurance.PKCS11, Assurance.TPM2_INTERFACE)) {
            assertThatThrownBy(() -> new EvidenceClaims(NODE, NONCE, 0, kind, FirmwareLog.EMPTY, part))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(
                        () -> new EvidenceClaims(NODE, NONCE, 0, Assurance.TPM2, FirmwareLog.EMPTY, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesOutOfBounds_areRefused() {
        for (Bytes nonce : List.of(Bytes.fromHex("00".repeat(7)), Bytes.fromHex("00".repeat(65)))) {
            assertThatThrownBy(() ->
                            new EvidenceClaims(NODE, nonce, 0, Assurance.SOFTWARE, FirmwareLog.EMPTY, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("8 to 64");
        }
        for (long seconds : new long[] {-1, 253_402_300_800L}) {
            assertThatThrownBy(() -> new EvidenceClaims(
                            NODE, NONCE, seconds, Assurance.SOFTWARE, FirmwareLog.EMPTY, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Digest digest = RUN.digest();
        for (String name : List.of("", "x".repeat(129), "tab\t", "ü")) {
            assertThatThrownBy(() -> new FirmwareItem(name, "1", digest)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new FirmwareItem("x", "1".repeat(65), digest))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FirmwareRun(Collections.nCopies(257, ITEM)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FirmwareLog(Collections.nCopies(1025, RUN)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tpm(Bytes.copyOf(new byte[TpmEvidence.BOOT_LOG_BYTES_MAX + 1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a boot log has 0 to 24576 bytes, not 24577");
        assertThatThrownBy(() -> new Evidence(software(FirmwareLog.EMPTY), Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void valuesAtTheirBounds_areReadBack() throws Exception {
        for (int nonceBytes : new int[] {8, 64}) {
            for (long seconds : new long[] {0, 253_402_300_799L}) {
                EvidenceClaims claims = new EvidenceClaims(
                        NODE,
                        Bytes.copyOf(new byte[nonceBytes]),
                        seconds,
                        Assurance.TPM2,
                        FirmwareLog.EMPTY,
                        Optional.of(tpm(Bytes.copyOf(new byte[TpmEvidence.BOOT_LOG_BYTES_MAX]))));
                assertThat(Evidence.decode(signed(claims).encode()).claims()).isEqualTo(claims);
            }
        }
    }

    @Test
    void thousandRestartsOfTheSameFirmware_fit() throws Exception {
        FirmwareRun large = new FirmwareRun(Collections.nCopies(60, ITEM));
        FirmwareLog log = new FirmwareLog(Collections.nCopies(FirmwareLog.RUNS_MAX, large));
        Evidence evidence = signed(software(log));
        assertThat(evidence.encode().size()).isLessThan(8 * 1024);
        assertThat(Evidence.decode(evidence.encode()).claims().firmware()).isEqualTo(log);
    }

    @Test
    void evidenceThatIsTooLarge_isNotSigned() {
        List<FirmwareRun> different = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            FirmwareItem item = new FirmwareItem("bundle" + i, "1", Digest.sha256(Bytes.EMPTY));
            different.add(new FirmwareRun(Collections.nCopies(250, item)));
        }
        assertThatThrownBy(() -> signed(software(new FirmwareLog(different))))
                .isInstanceOf(SigningException.class)
                .hasMessageContaining("larger than 49152");
        assertThatThrownBy(() -> Evidence.decode(Bytes.copyOf(new byte[Evidence.SIZE_BYTES_MAX + 1])))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(
                        () -> Evidence.sign(SoftwareSigner.ofEd25519(TestPki.ed25519()), software(FirmwareLog.EMPTY)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runs_foldInTheirOrderAndEachBeginsAnew() {
        FirmwareItem other = new FirmwareItem("b", "1", Digest.sha256(Bytes.EMPTY));
        Digest both = new FirmwareRun(List.of(ITEM, other)).extend(Pcr.ZERO);
        Digest expected = Pcr.ZERO;
        for (Digest event : List.of(FirmwareRun.START_EVENT, ITEM.eventDigest(), other.eventDigest())) {
            expected = Digest.sha256(concat(expected, event));
        }
        assertThat(both).isEqualTo(expected);
        assertThat(new FirmwareRun(List.of(other, ITEM)).extend(Pcr.ZERO)).isNotEqualTo(both);
        assertThat(new FirmwareLog(List.of(new FirmwareRun(List.of(ITEM)), new FirmwareRun(List.of(other))))
                        .extend(Pcr.ZERO))
                .isNotEqualTo(both);
        assertThat(FirmwareLog.EMPTY.extend(both)).isEqualTo(both);
    }

    private static Bytes concat(Digest left, Digest right) {
        return Bytes.fromHex(left.toHex() + right.toHex());
    }

    @Test
    void headersOfAnotherKindOfMessage_areRefused() throws Exception {
        Evidence evidence = signed(software(FirmwareLog.EMPTY));
        CoseSign1 message = CoseSign1.decode(evidence.encode());
        for (Bytes header : List.of(CoseSign1.EMPTY_HEADER, Bytes.fromHex("a10126"))) {
            CoseSign1 changed =
                    new CoseSign1(header, message.unprotectedHeader(), message.payload(), message.signature());
            assertThatThrownBy(() -> Evidence.decode(changed.encode())).isInstanceOf(MalformedException.class);
        }
        CoseSign1 unprotected = new CoseSign1(
                message.protectedHeader(), Bytes.fromHex("a10126"), message.payload(), message.signature());
        assertThatThrownBy(() -> Evidence.decode(unprotected.encode())).isInstanceOf(MalformedException.class);
        CoseSign1 detached = new CoseSign1(
                message.protectedHeader(), message.unprotectedHeader(), Optional.empty(), message.signature());
        assertThatThrownBy(() -> Evidence.decode(detached.encode())).isInstanceOf(MalformedException.class);
    }
}
