package io.signet.statement.tpm;

/** Numbers of algorithms and curves (TPM 2.0 Library, part 2, sections 6.3 and 6.4) that Signet uses. */
final class TpmAlgorithm {
    static final int RSA = 0x0001;
    static final int AES = 0x0006;
    static final int SHA256 = 0x000b;
    static final int NULL = 0x0010;
    static final int RSASSA = 0x0014;
    static final int RSAES = 0x0015;
    static final int ECDAA = 0x001a;
    static final int ECDSA = 0x0018;
    static final int ECC = 0x0023;
    static final int CFB = 0x0043;

    static final int CURVE_P256 = 0x0003;

    private TpmAlgorithm() {}
}
