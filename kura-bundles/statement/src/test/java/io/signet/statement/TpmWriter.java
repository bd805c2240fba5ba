package io.signet.statement;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;

/** Writes the structures of a TPM, from part 2 of the TPM 2.0 Library and not from the code that reads them. */
final class TpmWriter {
    static final int FIXED_TPM = 1 << 1;
    static final int FIXED_PARENT = 1 << 4;
    static final int SENSITIVE_DATA_ORIGIN = 1 << 5;
    static final int USER_WITH_AUTH = 1 << 6;
    static final int ADMIN_WITH_POLICY = 1 << 7;
    static final int RESTRICTED = 1 << 16;
    static final int DECRYPT = 1 << 17;
    static final int SIGN = 1 << 18;
    static final int BOUND = FIXED_TPM | FIXED_PARENT | SENSITIVE_DATA_ORIGIN;

    static final int RSA = 0x0001;
    static final int SHA1 = 0x0004;
    static final int AES = 0x0006;
    static final int SHA256 = 0x000b;
    static final int NULL = 0x0010;
    static final int RSASSA = 0x0014;
    static final int ECDSA = 0x0018;
    static final int ECC = 0x0023;
    static final int CFB = 0x0043;
    static final int P256 = 0x0003;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    TpmWriter u8(int value) {
        out.write(value);
        return this;
    }

    TpmWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    TpmWriter u32(long value) {
        return u16((int) (value >>> 16) & 0xffff).u16((int) value & 0xffff);
    }

    TpmWriter u64(long value) {
        return u32(value >>> 32).u32(value & 0xffff_ffffL);
    }

    TpmWriter raw(Bytes value) {
        out.writeBytes(value.toArray());
        return this;
    }

    TpmWriter sized(Bytes value) {
        return u16(value.size()).raw(value);
    }

    Bytes toBytes() {
        return Bytes.copyOf(out.toByteArray());
    }

    /** TPMT_PUBLIC; a key that decrypts wraps with AES-128-CFB, one that only signs has the scheme that is usual for it. */
    static Bytes publicArea(PublicKey key, int attributes) {
        boolean rsa = key instanceof RSAPublicKey;
        TpmWriter writer = new TpmWriter();
        writer.u16(rsa ? RSA : ECC).u16(SHA256).u32(attributes).sized(Bytes.EMPTY);
        if ((attributes & DECRYPT) != 0) {
            writer.u16(AES).u16(128).u16(CFB).u16(NULL);
        } else {
            writer.u16(NULL).u16(rsa ? RSASSA : ECDSA).u16(SHA256);
        }
        if (key instanceof RSAPublicKey rsaKey) {
            int bits = rsaKey.getModulus().bitLength();
            writer.u16(bits).u32(0).sized(unsigned(rsaKey.getModulus(), bits / 8));
        } else if (key instanceof ECPublicKey ec) {
            writer.u16(P256).u16(NULL);
            writer.sized(unsigned(ec.getW().getAffineX(), 32));
            writer.sized(unsigned(ec.getW().getAffineY(), 32));
        }
        return writer.toBytes();
    }

    static Bytes name(Bytes publicArea) {
        return new TpmWriter()
                .u16(SHA256)
                .raw(Digest.sha256(publicArea).value())
                .toBytes();
    }

    /** TPMS_ATTEST up to what is attested. */
    static TpmWriter attest(long magic, int type, Bytes qualifiedSigner, Bytes extraData) {
        return new TpmWriter()
                .u32(magic)
                .u16(type)
                .sized(qualifiedSigner)
                .sized(extraData)
                .u64(123_456)
                .u32(7)
                .u32(2)
                .u8(1)
                .u64(0x2019_1023_0016_3636L);
    }

    /** TPML_PCR_SELECTION of one bank. */
    TpmWriter selection(int hash, Collection<Integer> pcrs) {
        u32(1).u16(hash).u8(3);
        for (int octet = 0; octet < 3; octet++) {
            int bits = 0;
            for (int pcr : pcrs) {
                bits |= pcr / 8 == octet ? 1 << pcr % 8 : 0;
            }
            u8(bits);
        }
        return this;
    }

    /** TPMT_SIGNATURE from r || s. */
    static Bytes ecdsa(Bytes raw) {
        return new TpmWriter()
                .u16(ECDSA)
                .u16(SHA256)
                .sized(Bytes.copyOfRange(raw.toArray(), 0, 32))
                .sized(Bytes.copyOfRange(raw.toArray(), 32, 64))
                .toBytes();
    }

    static Bytes rsassa(Bytes signature) {
        return new TpmWriter().u16(RSASSA).u16(SHA256).sized(signature).toBytes();
    }

    static Bytes unsigned(BigInteger value, int size) {
        byte[] minimal = value.toByteArray();
        ByteBuffer fixed = ByteBuffer.allocate(size);
        int sign = Math.max(0, minimal.length - size);
        fixed.position(size - (minimal.length - sign));
        fixed.put(minimal, sign, minimal.length - sign);
        return Bytes.copyOf(fixed.array());
    }
}
