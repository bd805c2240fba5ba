package io.signet.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.statement.evidence.Evidence;
import io.signet.statement.evidence.EvidenceVerdict;
import io.signet.statement.evidence.EvidenceVerdict.Reason;
import io.signet.statement.evidence.SignedAttest;
import io.signet.statement.evidence.TpmEvidence.CertifiedKey;
import io.signet.statement.hpke.MeasuredKey;
import io.signet.statement.tpm.Pcr;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The key in a node's TPM to which packages can be encrypted: it must work under the quoted registers only. */
class UnwrapKeyTest extends EvidenceFixture {
    private static final int GOOD = TpmWriter.BOUND | TpmWriter.DECRYPT;

    private final KeyPair pair = TestPki.p256();

    private Bytes publicArea(int attributes, Bytes policy) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return new TpmWriter()
                .u16(TpmWriter.ECC)
                .u16(TpmWriter.SHA256)
                .u32(attributes)
                .sized(policy)
                .u16(TpmWriter.NULL)
                .u16(TpmWriter.NULL)
                .u16(TpmWriter.P256)
                .u16(TpmWriter.NULL)
                .sized(TpmWriter.unsigned(key.getW().getAffineX(), 32))
                .sized(TpmWriter.unsigned(key.getW().getAffineY(), 32))
                .toBytes();
    }

    private Bytes policy() {
        return Pcr.policy(tpm.pcrs).value();
    }

    private Evidence with(Bytes publicArea) {
        return with(new CertifiedKey(publicArea, tpm.certifies(TpmWriter.name(publicArea))));
    }

    private Evidence with(CertifiedKey key) {
        return tpm.evidence(tpm.tpmEvidence().withUnwrapKey(key));
    }

    @Test
    void certifiedKey_boundToTheQuotedRegisters_isShown() throws Exception {
        Evidence evidence = Evidence.decode(with(publicArea(GOOD, policy())).encode());
        assertThat(verify(evidence))
                .isInstanceOfSatisfying(EvidenceVerdict.Accepted.class, accepted -> assertThat(accepted.unwrapKey())
                        .contains(MeasuredKey.of((ECPublicKey) pair.getPublic(), tpm.pcrs)));
    }

    @Test
    void evidenceWithoutSuchAKey_isAccepted() {
        assertThat(verify(tpm.evidence()))
                .isInstanceOfSatisfying(EvidenceVerdict.Accepted.class, accepted -> assertThat(accepted.unwrapKey())
                        .isEqualTo(Optional.empty()));
    }

    @Test
    void keyThatWorksUnderOtherRegistersOrWithoutAPolicy_isRefused() {
        SortedMap<Integer, Digest> others = new TreeMap<>(tpm.pcrs);
        others.put(14, Pcr.ZERO);
        SortedMap<Integer, Digest> fewer = new TreeMap<>(tpm.pcrs.headMap(14));
        assertRefused(with(publicArea(GOOD, Pcr.policy(others).value())), Reason.UNBOUND_UNWRAP_KEY);
        assertRefused(with(publicArea(GOOD, Pcr.policy(fewer).value())), Reason.UNBOUND_UNWRAP_KEY);
        assertRefused(with(publicArea(GOOD, Bytes.EMPTY)), Reason.UNBOUND_UNWRAP_KEY);
        assertRefused(with(publicArea(GOOD | TpmWriter.USER_WITH_AUTH, policy())), Reason.UNBOUND_UNWRAP_KEY);
    }

    @Test
    void keyThatMayLeaveTheTpm_orIsNotForAgreement_isRefused() {
        for (int needed : new int[] {
            TpmWriter.FIXED_TPM, TpmWriter.FIXED_PARENT, TpmWriter.SENSITIVE_DATA_ORIGIN, TpmWriter.DECRYPT
        }) {
            assertRefused(with(publicArea(GOOD & ~needed, policy())), Reason.UNBOUND_UNWRAP_KEY);
        }
        assertRefused(with(publicArea(GOOD | TpmWriter.RESTRICTED, policy())), Reason.UNBOUND_UNWRAP_KEY);
        assertRefused(with(publicArea(GOOD | TpmWriter.SIGN, policy())), Reason.UNBOUND_UNWRAP_KEY);
    }

    @Test
    void keyThatTheTpmDidNotCertify_isRefused() {
        Bytes area = publicArea(GOOD, policy());
        assertRefused(with(new CertifiedKey(area, tpm.certified())), Reason.OTHER_KEY_CERTIFIED);
        assertRefused(with(new CertifiedKey(area, tpm.quoted())), Reason.OTHER_KEY_CERTIFIED);
        SignedAttest certified = tpm.certifies(TpmWriter.name(area));
        SignedAttest forged =
                new SignedAttest(certified.attest(), tpm.certified().signature());
        assertRefused(with(new CertifiedKey(area, forged)), Reason.BAD_ATTESTATION_SIGNATURE);
        Bytes now = tpm.qualifyingData;
        tpm.qualifyingData = Evidence.qualifyingData(Bytes.utf8("another nonce"));
        SignedAttest old = tpm.certifies(TpmWriter.name(area));
        tpm.qualifyingData = now;
        assertRefused(with(new CertifiedKey(area, old)), Reason.OLD_NONCE);
    }

    @Test
    void keyInAnotherFormat_isMalformed() {
        assertRefused(with(Bytes.utf8("no key")), Reason.MALFORMED);
    }

    @Test
    void policy_isThatOfTheCommandItself() {
        SortedMap<Integer, Digest> registers = new TreeMap<>();
        registers.put(0, Pcr.ZERO);
        Bytes expected = Digest.sha256(new TpmWriter()
                        .raw(Pcr.ZERO.value())
                        .u32(0x17f)
                        .selection(TpmWriter.SHA256, registers.keySet())
                        .raw(Digest.sha256(Pcr.ZERO.value()).value())
                        .toBytes())
                .value();
        assertThat(Pcr.policy(registers).value()).isEqualTo(expected);
    }
}
