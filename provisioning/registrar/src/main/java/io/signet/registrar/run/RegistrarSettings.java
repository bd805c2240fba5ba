package io.signet.registrar.run;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.Settings;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.enrolment.NodeProfile.Mesh;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.NodeId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
 * certificate-days: 365                      # optional: how long a node's certificate lasts, 7 to 825
 * meshes:                                    # optional: what nodes join, 1 to 32; the first unless the owner says otherwise
 *   - name: farm
 *     brokers: [mqtts://broker.farm.example:8883]
 *     witnesses: []                          # optional, as in mesh.yaml
 *     witnesses-asked: 2                     # optional: how many others are asked to cosign a node's log, 0 to 8
 *     gateway-port: 8643                     # optional: 0 for nodes without a gateway
 * </pre>
 *
 * @param hosts names and addresses
 * @param meshes at least one
 * @param database another database than the file, if there is one
 * @param certificateLife how long a node's certificate lasts, in whole days
 */
record RegistrarSettings(List<String> hosts, List<Mesh> meshes, Optional<Database> database, Duration certificateLife) {
    private static final int HOSTS_MAX = 32;
    private static final int HOST_CHARS_MAX = 253;
    private static final int URL_CHARS_MAX = 1024;
    private static final int USER_CHARS_MAX = 64;
    private static final int PASSWORD_BYTES_MAX = 4096;
    private static final int MESHES_MAX = 32;
    private static final int BROKER_PORT = 8883;
    private static final int WITNESSES_ASKED = 2;
    private static final int GATEWAY_PORT = 8643;
    private static final String DEFAULT_MESH = "home";
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
        Duration certificateLife = Duration.ofDays(settings.number(
                "certificate-days",
                OwnerAuthority.NODE_LIFE_MIN.toDays(),
                OwnerAuthority.NODE_LIFE_MAX.toDays(),
                OwnerAuthority.MEMBER_LIFE.toDays()));
        List<Settings> meshes = settings.sections("meshes");
        settings.requireNothingElse();
        if (hosts.isEmpty() || hosts.size() > HOSTS_MAX) {
            throw settings.wrong("hosts", "expected a list of 1 to " + HOSTS_MAX + " names and addresses");
        }
        if (meshes.size() > MESHES_MAX) {
            throw settings.wrong("meshes", "expected a list of at most " + MESHES_MAX);
        }
        List<Mesh> read = new ArrayList<>();
        for (Settings mesh : meshes) {
            read.add(mesh(mesh));
        }
        return new RegistrarSettings(
                hosts,
                read.isEmpty() ? List.of(meshBeside(hosts.get(0))) : List.copyOf(read),
                database,
                certificateLife);
    }

    /** Without other settings the broker is on the registrar's machine. */
    private static Mesh meshBeside(String host) {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return new Mesh(
                DEFAULT_MESH,
                List.of(URI.create("mqtts://" + name + ":" + BROKER_PORT)),
                List.of(),
                WITNESSES_ASKED,
                GATEWAY_PORT);
    }

    private static Mesh mesh(Settings settings) throws ProvisioningException {
        try {
            Mesh mesh = new Mesh(
                    settings.text("name", HOST_CHARS_MAX),
                    settings.parsedList("brokers", HOST_CHARS_MAX * 2, URI::create),
                    settings.parsedList("witnesses", HOST_CHARS_MAX, NodeId::fromHex),
                    Math.toIntExact(
                            settings.number("witnesses-asked", 0, NodeProfile.WITNESSES_ASKED_MAX, WITNESSES_ASKED)),
                    Math.toIntExact(settings.number("gateway-port", 0, 65_535, GATEWAY_PORT)));
            settings.requireNothingElse();
            return mesh;
        } catch (IllegalArgumentException e) {
            throw settings.wrong("name", e.getMessage());
        }
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
