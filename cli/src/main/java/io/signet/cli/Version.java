package io.signet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar, and the Java that runs it. */
final class Version implements IVersionProvider {
    private static final String FILE = "version.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "signet " + number(),
            "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + "), "
                    + System.getProperty("os.name") + " " + System.getProperty("os.arch")
        };
    }

    /** The version alone. */
    static String number() throws IOException {
        try (InputStream file = Version.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IOException(FILE + " is missing from the command line's jar");
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        }
    }
}
