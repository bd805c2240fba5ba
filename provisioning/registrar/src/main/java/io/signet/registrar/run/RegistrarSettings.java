package io.signet.registrar.run;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.runtime.OwnerOnlyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What can be set of a registrar: the file {@code registrar.yaml}.
 *
 * <pre>
 * hosts: [registrar.farm.example, 192.0.2.7] # by which nodes call it, 1 to 32, the first preferred
 * database:                                  # optional: PostgreSQL in the place of the file book.mv.db
 *   url: jdbc:postgresql://db.farm.example/signet
 *   user: signet
 *   password-file: password                  # its first line; for its owner only (mode 600)
 * </pre>
 *
 * @param hosts names and addresses
 * @param database another database than the file, if there is one
 */
record RegistrarSettings(List<String> hosts, Optional<Database> database) {
    private static final int HOSTS_MAX = 32;
    private static final int HOST_CHARS_MAX = 253;
    private static final int URL_CHARS_MAX = 1024;
    private static final int USER_CHARS_MAX = 64;
    private static final int PASSWORD_BYTES_MAX = 4096;
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /**
     * A database server.
     *
     * @param url its JDBC URL
     * @param user who logs in
     * @param passwordFile where the password is
     */
    record Database(String url, String user, Path passwordFile) {
        /**
         * What the connection needs besides the URL.
         *
         * @throws ProvisioningException if the password can't be read, or others may read it
         */
        Properties login() throws ProvisioningException {
            Properties login = new Properties();
            login.setProperty("user", user);
            try {
                String text = new String(OwnerOnlyFile.read(passwordFile, PASSWORD_BYTES_MAX), StandardCharsets.UTF_8);
                login.setProperty("password", text.lines().findFirst().orElse(""));
            } catch (IOException e) {
                throw ProvisioningException.in(passwordFile, "can't be read: " + e.getMessage());
            }
            return login;
        }
    }

    /**
     * Reads {@code file}.
     *
     * @throws ProvisioningException if it is missing or wrong in any way
     */
    static RegistrarSettings read(Path file) throws ProvisioningException {
        Settings settings = Settings.read(file);
        List<String> hosts = settings.texts("hosts", HOST_CHARS_MAX);
        Optional<Database> database =
                settings.has("database") ? Optional.of(database(settings.section("database"))) : Optional.empty();
        settings.requireNothingElse();
        if (hosts.isEmpty() || hosts.size() > HOSTS_MAX) {
            throw settings.wrong("hosts", "expected a list of 1 to " + HOSTS_MAX + " names and addresses");
        }
        return new RegistrarSettings(hosts, database);
    }

    private static Database database(Settings settings) throws ProvisioningException {
        String url = settings.text("url", URL_CHARS_MAX);
        if (!url.startsWith(POSTGRESQL)) {
            throw settings.wrong("url", "expected " + POSTGRESQL + "//HOST/DATABASE");
        }
        if (url.contains("password=")) {
            throw settings.wrong("url", "a URL is no place for a password; use password-file");
        }
        Database database = new Database(url, settings.text("user", USER_CHARS_MAX), settings.path("password-file"));
        settings.requireNothingElse();
        return database;
    }
}
