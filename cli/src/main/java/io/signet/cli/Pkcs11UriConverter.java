package io.signet.cli;

import io.signet.attestation.Pkcs11Uri;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a key's PKCS#11 URI; what is wrong with it is in the refusal, but never a PIN. */
final class Pkcs11UriConverter implements ITypeConverter<Pkcs11Uri> {
    @Override
    public Pkcs11Uri convert(String text) {
        try {
            return Pkcs11Uri.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
