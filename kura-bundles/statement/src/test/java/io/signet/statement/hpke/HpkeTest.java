package io.signet.statement.hpke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.junit.jupiter.api.Test;

/** Against appendix A.3.1 of RFC 9180, and against Bouncy Castle both ways. */
final class HpkeTest {
    private static final SortedMap<Integer, Digest> REGISTERS = new TreeMap<>(Map.of(14, Digest.sha256(new byte[0])));
    private static final Bytes INFO = Bytes.fromHex("4f6465206f6e2061204772656369616e2055726e");
    private static final Bytes ASSOCIATED = Bytes.fromHex("436f756e742d30");
    private static final byte[] TEXT = Bytes.fromHex("4265617574792069732074727574682c20747275746820626561757479")
            .toArray();
    private static final Bytes CIPHERTEXT = Bytes.fromHex(
            "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f" + "9076ac232e3ab2523f39513434");
    private static final String FRESH = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb";
    private static final Bytes ENCAPSULATED =
            Bytes.fromHex("04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b32"
                    + "5ac98536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4");
    private static final String RECIPIENT = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2";
    private static final Bytes RECIPIENT_POINT =
            Bytes.fromHex("04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f"
                    + "706a826a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0");

    /** Holds one key in memory. */
    private record Holder(ECPrivateKey secret) implements MeasuredKeyHolder {
        @Override
        public byte[] agree(MeasuredKey key, Bytes point) {
            try {
                KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
                agreement.init(secret);
                agreement.doPhase(publicKey(point, secret.getParams()), true);
                return agreement.generateSecret();
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static ECPublicKey publicKey(Bytes point, ECParameterSpec curve) throws GeneralSecurityException {
        byte[] raw = point.toArray();
        ECPoint w = new ECPoint(new BigInteger(1, raw, 1, 32), new BigInteger(1, raw, 33, 32));
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(w, curve));
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static ECPrivateKey secret(String hex) throws GeneralSecurityException {
        ECParameterSpec curve = ((ECPublicKey) pair().getPublic()).getParams();
        return (ECPrivateKey)
                KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(new BigInteger(hex, 16), curve));
    }

    @Test
    void vectorOfTheRfc_isWrittenAndRead() throws Exception {
        ECPrivateKey fresh = secret(FRESH);
        KeyPair pair = new KeyPair(publicKey(ENCAPSULATED, fresh.getParams()), fresh);

        Hpke.Sealed sealed = Hpke.seal(RECIPIENT_POINT, pair, INFO, ASSOCIATED, TEXT);

        assertThat(sealed).isEqualTo(new Hpke.Sealed(ENCAPSULATED, CIPHERTEXT));
        assertThat(Hpke.open(
                        new Holder(secret(RECIPIENT)),
                        new MeasuredKey(RECIPIENT_POINT, REGISTERS),
                        INFO,
                        ASSOCIATED,
                        sealed))
                .hasValueSatisfying(text -> assertThat(text).isEqualTo(TEXT));
    }

    @Test
    void otherInfoKeyTextOrData_opensNothing() throws Exception {
        KeyPair pair = pair();
        MeasuredKey key = MeasuredKey.of((ECPublicKey) pair.getPublic(), REGISTERS);
        Holder holder = new Holder((ECPrivateKey) pair.getPrivate());
        Hpke.Sealed sealed = Hpke.seal(key, INFO, ASSOCIATED, TEXT);
        byte[] altered = sealed.ciphertext().toArray();
        altered[3] ^= 1;
        Bytes elsewhere = Bytes.copyOf(new byte[MeasuredKey.POINT_SIZE_BYTES]);

        assertThat(Hpke.open(holder, key, INFO, ASSOCIATED, sealed)).isPresent();
        assertThat(Hpke.open(holder, key, ASSOCIATED, ASSOCIATED, sealed)).isEmpty();
        assertThat(Hpke.open(holder, key, INFO, INFO, sealed)).isEmpty();
        assertThat(Hpke.open(new Holder((ECPrivateKey) pair().getPrivate()), key, INFO, ASSOCIATED, sealed))
                .isEmpty();
        assertThat(Hpke.open(
                        holder, key, INFO, ASSOCIATED, new Hpke.Sealed(sealed.encapsulated(), Bytes.copyOf(altered))))
                .isEmpty();
        assertThat(Hpke.open(holder, key, INFO, ASSOCIATED, new Hpke.Sealed(sealed.encapsulated(), Bytes.EMPTY)))
                .isEmpty();
        assertThat(Hpke.open(holder, key, INFO, ASSOCIATED, new Hpke.Sealed(elsewhere, sealed.ciphertext())))
                .isEmpty();
    }

    @Test
    void point_thatIsNotOnTheCurve_isNoKey() {
        byte[] point = RECIPIENT_POINT.toArray();
        point[64] ^= 1;
        assertThatThrownBy(() -> new MeasuredKey(Bytes.copyOf(point), REGISTERS))
                .hasMessageContaining("not on P-256");
        assertThatThrownBy(() -> new MeasuredKey(RECIPIENT_POINT, new TreeMap<>()))
                .hasMessageContaining("at least one PCR");
    }

    @Test
    void bouncyCastle_readsWhatThisWritesAndTheOtherWayRound() throws Exception {
        HPKE foreign = new HPKE(HPKE.mode_base, HPKE.kem_P256_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM128);
        for (int i = 0; i < 20; i++) {
            AsymmetricCipherKeyPair pair = foreign.generatePrivateKey();
            Bytes point = Bytes.copyOf(foreign.serializePublicKey(pair.getPublic()));
            MeasuredKey key = new MeasuredKey(point, REGISTERS);
            byte[] text = ("secret " + i).getBytes(StandardCharsets.US_ASCII);

            Hpke.Sealed sealed = Hpke.seal(key, INFO, ASSOCIATED, text);
            assertThat(foreign.setupBaseR(sealed.encapsulated().toArray(), pair, INFO.toArray())
                            .open(ASSOCIATED.toArray(), sealed.ciphertext().toArray()))
                    .isEqualTo(text);

            HPKEContextWithEncapsulation context = foreign.setupBaseS(pair.getPublic(), INFO.toArray());
            byte[] theirs = context.seal(ASSOCIATED.toArray(), text);
            Hpke.Sealed received = new Hpke.Sealed(Bytes.copyOf(context.getEncapsulation()), Bytes.copyOf(theirs));
            Holder holder =
                    new Holder(secret(new BigInteger(1, foreign.serializePrivateKey(pair.getPrivate())).toString(16)));
            assertThat(Hpke.open(holder, key, INFO, ASSOCIATED, received))
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(text));
        }
    }
}
