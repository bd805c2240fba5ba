package io.signet.statement.evidence;

import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import io.signet.statement.MalformedException;
import io.signet.statement.cbor.CborReader;
import io.signet.statement.cbor.CborWriter;
import io.signet.statement.internal.X509Reader;
import io.signet.statement.tpm.MakeCredential;
import io.signet.statement.tpm.Pcr;
import io.signet.statement.tpm.TpmPublic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What only a node with a TPM can say. Nothing in it is looked into here: {@link EvidenceVerifier} does.
 *
 * @param endorsementCertificates certificates in DER, that of the endorsement key first, then its issuer's and so on; 0 to
 *     {@value #CERTIFICATES_MAX}
 * @param endorsementKey TPMT_PUBLIC (TPM 2.0 Library, part 2, section 12.2.4) of the endorsement key
 * @param attestationKey TPMT_PUBLIC of the restricted key that signed {@code certified} and {@code quoted}
 * @param resultKey TPMT_PUBLIC of the node's identity key
 * @param certified what TPM2_Certify said of the result key
 * @param quoted what TPM2_Quote said of the registers
 * @param pcrs the quoted registers of the SHA-256 bank and their values, 1 to {@value Pcr#COUNT}
 * @param firmwarePcr the register that the {@link FirmwareLog} was extended into
 * @param bootLog the log of the measured boot ({@link io.signet.statement.tpm.BootLog}), empty if there is none
 * @param unwrapKey the key to which what only this firmware may read can be encrypted
 */
public record TpmEvidence(
        List<Bytes> endorsementCertificates,
        Bytes endorsementKey,
        Bytes attestationKey,
        Bytes resultKey,
        SignedAttest certified,
        SignedAttest quoted,
        SortedMap<Integer, Digest> pcrs,
        int firmwarePcr,
        Bytes bootLog,
        Optional<CertifiedKey> unwrapKey) {
    /** Most certificates of an endorsement key. */
    public static final int CERTIFICATES_MAX = 4;

    /** Largest TPMT_PUBLIC. */
    public static final int PUBLIC_BYTES_MAX = 1024;

    /** Largest log of a measured boot; {@link io.signet.statement.tpm.BootLog#compact} makes larger ones fit. */
    public static final int BOOT_LOG_BYTES_MAX = 24 * 1024;

    /** Without a key to encrypt to. */
    private static final int FIELDS = 9;

    /**
     * Another key in the TPM.
     *
     * @param publicArea TPMT_PUBLIC, 1 to {@value #PUBLIC_BYTES_MAX} bytes
     * @param certified what TPM2_Certify said of it, by the attestation key
     */
    public record CertifiedKey(Bytes publicArea, SignedAttest certified) {
        public CertifiedKey {
            requireSize("a key to encrypt to", publicArea, 1, PUBLIC_BYTES_MAX);
        }
    }

    public TpmEvidence {
        endorsementCertificates = List.copyOf(endorsementCertificates);
        if (endorsementCertificates.size() > CERTIFICATES_MAX) {
            throw new IllegalArgumentException("an endorsement key has at most " + CERTIFICATES_MAX
                    + " certificates, not " + endorsementCertificates.size());
        }
        endorsementCertificates.forEach(c -> requireSize("a certificate", c, 1, X509Reader.SIZE_BYTES_MAX));
        requireSize("an endorsement key", endorsementKey, 1, PUBLIC_BYTES_MAX);
        requireSize("an attestation key", attestationKey, 1, PUBLIC_BYTES_MAX);
        requireSize("a result key", resultKey, 1, PUBLIC_BYTES_MAX);
        requireSize("a boot log", bootLog, 0, BOOT_LOG_BYTES_MAX);
        if (pcrs.isEmpty()) {
            throw new IllegalArgumentException("a quote is over at least one PCR");
        }
        pcrs.keySet().forEach(Pcr::require);
        Pcr.require(firmwarePcr);
        pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
    }

    /** Without a key to encrypt to. */
    public TpmEvidence(
            List<Bytes> endorsementCertificates,
            Bytes endorsementKey,
            Bytes attestationKey,
            Bytes resultKey,
            SignedAttest certified,
            SignedAttest quoted,
            SortedMap<Integer, Digest> pcrs,
            int firmwarePcr,
            Bytes bootLog) {
        this(
                endorsementCertificates,
                endorsementKey,
                attestationKey,
                resultKey,
                certified,
                quoted,
                pcrs,
                firmwarePcr,
                bootLog,
                Optional.empty());
    }

    /** The same with a key to encrypt to. */
    public TpmEvidence withUnwrapKey(CertifiedKey key) {
        return new TpmEvidence(
                endorsementCertificates,
                endorsementKey,
                attestationKey,
                resultKey,
                certified,
                quoted,
                pcrs,
                firmwarePcr,
                bootLog,
                Optional.of(key));
    }

    /**
     * A challenge that only the TPM can open in which both the endorsement and the attestation key live.
     *
     * @return empty if these keys take no challenge; {@link EvidenceVerifier} says what is wrong with them
     */
    public Optional<MakeCredential.Made> challenge(RandomGenerator random) {
        return challenge(Bytes.random(random, MakeCredential.SECRET_BYTES), random);
    }

    /**
     * The same with a secret of the challenger's.
     *
     * @param secret {@value MakeCredential#SECRET_BYTES} bytes that nobody else can foretell
     */
    public Optional<MakeCredential.Made> challenge(Bytes secret, RandomGenerator random) {
        try {
            TpmPublic endorsement = TpmPublic.decode(endorsementKey);
            return endorsement.takesCredentials()
                    ? Optional.of(
                            MakeCredential.challenge(endorsement, TpmPublic.decode(attestationKey), secret, random))
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    void write(CborWriter writer) {
        writer.startMap(unwrapKey.isPresent() ? FIELDS + 1 : FIELDS)
                .writeInt(0)
                .startArray(endorsementCertificates.size());
        endorsementCertificates.forEach(writer::writeBytes);
        writer.writeInt(1).writeBytes(endorsementKey);
        writer.writeInt(2).writeBytes(attestationKey);
        writer.writeInt(3).writeBytes(resultKey);
        writer.writeInt(4);
        certified.write(writer);
        writer.writeInt(5);
        quoted.write(writer);
        writer.writeInt(6).startMap(pcrs.size());
        for (Map.Entry<Integer, Digest> pcr : pcrs.entrySet()) {
            writer.writeInt(pcr.getKey()).writeBytes(pcr.getValue().value());
        }
        writer.writeInt(7).writeInt(firmwarePcr);
        writer.writeInt(8).writeBytes(bootLog);
        unwrapKey.ifPresent(key -> {
            writer.writeInt(9).startArray(2).writeBytes(key.publicArea());
            key.certified().write(writer);
        });
    }

    static TpmEvidence read(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int fields = reader.readMapSize();
        if (fields != FIELDS && fields != FIELDS + 1) {
            throw new MalformedException(
                    "what a TPM says has " + FIELDS + " or " + (FIELDS + 1) + " parts, not " + fields, start);
        }
        reader.readExactInt(0);
        List<Bytes> certificates = readCertificates(reader);
        reader.readExactInt(1);
        Bytes endorsementKey = reader.readBytes(PUBLIC_BYTES_MAX);
        reader.readExactInt(2);
        Bytes attestationKey = reader.readBytes(PUBLIC_BYTES_MAX);
        reader.readExactInt(3);
        Bytes resultKey = reader.readBytes(PUBLIC_BYTES_MAX);
        reader.readExactInt(4);
        SignedAttest certified = SignedAttest.read(reader);
        reader.readExactInt(5);
        SignedAttest quoted = SignedAttest.read(reader);
        reader.readExactInt(6);
        SortedMap<Integer, Digest> pcrs = readPcrs(reader);
        reader.readExactInt(7);
        int firmwarePcr = Math.toIntExact(reader.readInt(0, Pcr.COUNT - 1));
        reader.readExactInt(8);
        Bytes bootLog = reader.readBytes(BOOT_LOG_BYTES_MAX);
        try {
            TpmEvidence said = new TpmEvidence(
                    certificates,
                    endorsementKey,
                    attestationKey,
                    resultKey,
                    certified,
                    quoted,
                    pcrs,
                    firmwarePcr,
                    bootLog);
            return fields == FIELDS ? said : said.withUnwrapKey(readUnwrapKey(reader));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), start);
        }
    }

    private static CertifiedKey readUnwrapKey(CborReader reader) throws MalformedException {
        reader.readExactInt(FIELDS);
        reader.readArray(2);
        return new CertifiedKey(reader.readBytes(PUBLIC_BYTES_MAX), SignedAttest.read(reader));
    }

    private static List<Bytes> readCertificates(CborReader reader) throws MalformedException {
        int start = reader.offset();
        int size = reader.readArraySize();
        if (size > CERTIFICATES_MAX) {
            throw new MalformedException(
                    "an endorsement key has at most " + CERTIFICATES_MAX + " certificates, not " + size, start);
        }
        List<Bytes> certificates = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            certificates.add(reader.readBytes(X509Reader.SIZE_BYTES_MAX));
        }
        return certificates;
    }

    private static SortedMap<Integer, Digest> readPcrs(CborReader reader) throws MalformedException {
        int size = reader.readMapSize();
        SortedMap<Integer, Digest> pcrs = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            int pcr = Math.toIntExact(reader.readInt(0, Pcr.COUNT - 1));
            pcrs.put(pcr, new Digest(reader.readExactBytes(Digest.SIZE_BYTES)));
        }
        return pcrs;
    }

    static void requireSize(String what, Bytes bytes, int min, int max) {
        if (bytes.size() < min || bytes.size() > max) {
            throw new IllegalArgumentException(what + " has " + min + " to " + max + " bytes, not " + bytes.size());
        }
    }
}
