package io.signet.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.signet.statement.Bytes;
import io.signet.statement.SessionCertificate;
import io.signet.statement.cose.CoseAlgorithm;
import io.signet.statement.cose.SigningException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionKeyTest {
    private static final Duration LIFE = Duration.ofHours(24);

    @TempDir
    Path directory;

    private final TestClock clock = new TestClock();
    private SoftwareKey hardwareKey;

    @BeforeEach
    void drawKey() throws KeyFileException {
        hardwareKey = SoftwareKey.create(directory.resolve("key.pem"));
    }

    @Test
    void sessionKey_isCertifiedByTheHardwareKey() throws Exception {
        SessionKey session = SessionKey.create(hardwareKey, clock, LIFE);
        SessionCertificate certificate =
                SessionCertificate.decode(session.certificate().encoded());
        assertThat(certificate).isEqualTo(session.certificate());
        assertThat(certificate.issuedBy(hardwareKey.publicKey())).isTrue();
        assertThat(certificate.node()).isEqualTo(hardwareKey.node());
        assertThat(certificate.validAt(clock.wallMillis())).isTrue();
        assertThat(certificate.validAt(
                        clock.wallMillis() - Duration.ofMinutes(5).toMillis()))
                .isTrue();
        assertThat(certificate.validAt(clock.wallMillis() + LIFE.toMillis())).isTrue();
        assertThat(certificate.validAt(clock.wallMillis() + LIFE.toMillis() + 1))
                .isFalse();
    }

    @Test
    void signature_isVerifiedWithTheCertificatesKey() throws Exception {
        SessionKey session = SessionKey.create(hardwareKey, clock, LIFE);
        Bytes message = Bytes.utf8("message");
        assertThat(session.signer().algorithm()).isEqualTo(CoseAlgorithm.EDDSA);
        assertThat(session.signer().keyId()).isEqualTo(session.certificate().keyId());
        assertThat(CoseAlgorithm.EDDSA.verify(
                        session.certificate().signingPublicKey(),
                        message,
                        session.signer().sign(message)))
                .isTrue();
    }

    @Test
    void sealingKey_isTheOtherHalfOfTheCertificates() throws Exception {
        SessionKey session = SessionKey.create(hardwareKey, clock, LIFE);
        KeyPair sender = KeyPairGenerator.getInstance("X25519").generateKeyPair();
        assertThat(agree(session.sealingKey(), sender.getPublic()))
                .isEqualTo(agree(sender.getPrivate(), session.certificate().sealingPublicKey()));
    }

    private static byte[] agree(PrivateKey ours, PublicKey theirs) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(ours);
        agreement.doPhase(theirs, true);
        return agreement.generateSecret();
    }

    @Test
    void life_outOfRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionKey.create(hardwareKey, clock, Duration.ofSeconds(59)))
                .withMessageContaining("PT1M to PT720H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionKey.create(hardwareKey, clock, Duration.ofDays(31)));
    }

    @Test
    void renewal_isDueAfterTwoThirdsOfTheLife() throws SigningException {
        SessionKey session = SessionKey.create(hardwareKey, clock, LIFE);
        long start = clock.wallMillis();
        assertThat(session.dueForRenewal(start + Duration.ofHours(16).toMillis() - 1))
                .isFalse();
        assertThat(session.dueForRenewal(start + Duration.ofHours(16).toMillis()))
                .isTrue();
    }

    @Test
    void renewedKeys_keepThePredecessorUntilItsCertificateEnds() throws SigningException {
        SessionKeys keys = SessionKeys.create(hardwareKey, clock, LIFE);
        SessionKey first = keys.current();
        assertThat(keys.renewIfDue()).isFalse();
        assertThat(keys.find(first.certificate().keyId())).contains(first);
        assertThat(keys.find(Bytes.EMPTY)).isEmpty();

        clock.advance(Duration.ofHours(16));
        assertThat(keys.renewIfDue()).isTrue();
        SessionKey second = keys.current();
        assertThat(second.certificate().keyId())
                .isNotEqualTo(first.certificate().keyId());
        assertThat(keys.find(first.certificate().keyId())).contains(first);
        assertThat(keys.find(second.certificate().keyId())).contains(second);

        clock.advance(Duration.ofHours(9));
        assertThat(keys.find(first.certificate().keyId())).isEqualTo(Optional.empty());
    }

    @Test
    void hardwareKeyThatIsGone_leavesTheSessionKeyAsItIs() throws SigningException {
        Absent key = new Absent(hardwareKey);
        SessionKeys keys = SessionKeys.create(key, clock, LIFE);
        SessionKey first = keys.current();
        clock.advance(Duration.ofHours(20));
        key.absent = true;
        assertThatExceptionOfType(SigningException.class).isThrownBy(keys::renewIfDue);
        assertThat(keys.current()).isSameAs(first);
        key.absent = false;
        assertThat(keys.renewIfDue()).isTrue();
    }

    @Test
    void printedKey_showsItsIdOnly() throws SigningException {
        SessionKey session = SessionKey.create(hardwareKey, clock, LIFE);
        assertThat(session.toString())
                .startsWith("session key " + session.certificate().keyId().toHex());
    }

    /** A key that can be taken away. */
    private static final class Absent extends ForwardingHardwareKey {
        private boolean absent;

        Absent(HardwareKey key) {
            super(key);
        }

        @Override
        public Bytes sign(Bytes toBeSigned) throws SigningException {
            if (absent) {
                throw new SigningException("the test took the key away");
            }
            return super.sign(toBeSigned);
        }
    }
}
