package io.signet.cli;

import io.signet.attestation.Pkcs11Uri;
import io.signet.attestation.tpm.TpmAddress;
import io.signet.attestation.tpm.TpmOptions;
import io.signet.registrar.run.OwnerKeyKind;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what keeps an owner's key; what is wrong with a token's URI is in the refusal, but never a PIN. */
final class OwnerKeyConverter implements ITypeConverter<OwnerKeyKind>, Iterable<String> {
    /** In the owner's directory, encrypted. */
    static final String FILE = "file";

    private static final String TPM = "tpm";
    private static final String DEVICE_PREFIX = "tpm:/";

    @Override
    public OwnerKeyKind convert(String text) {
        if (text.equals(FILE)) {
            return new OwnerKeyKind.EncryptedFile();
        }
        if (text.equals(TPM)) {
            return device(TpmOptions.DEVICE);
        }
        if (text.startsWith(DEVICE_PREFIX)) {
            return device(text.substring(TPM.length() + 1));
        }
        try {
            return new OwnerKeyKind.Token(Pkcs11Uri.parse(text));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("neither file nor tpm nor tpm:/DEVICE nor a token: " + e.getMessage());
        }
    }

    private static OwnerKeyKind device(String path) {
        return new OwnerKeyKind.Tpm(new TpmAddress.Device(Path.of(path)));
    }

    @Override
    public Iterator<String> iterator() {
        return List.of(FILE, TPM).iterator();
    }
}
