package io.signet.cli;

import io.signet.inference.model.PublisherKey;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a publisher's key from the command line. */
final class PublisherKeyConverter implements ITypeConverter<PublisherKey> {
    @Override
    public PublisherKey convert(String text) {
        try {
            return PublisherKey.fromHex(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "'" + text + "': expected 64 hexadecimal digits (" + e.getMessage() + ")");
        }
    }
}
