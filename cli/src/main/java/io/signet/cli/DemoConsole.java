package io.signet.cli;

import io.signet.provisioning.MeshProfile;
import io.signet.provisioning.owner.NodeSettings;
import io.signet.provisioning.owner.PassphraseVerifier;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/**
 * The console of the demo's first node: for this machine only, with a password that is drawn anew for each demo.
 *
 * @param port where it is
 * @param password by which whoever made the demo logs in
 */
record DemoConsole(int port, String password) {
    private static final int PASSWORD_BYTES = 8;

    /** Switches it on in the node whose home is {@code home}, before the node starts. */
    static DemoConsole switchOn(Path home, int port, RandomGenerator random) throws IOException {
        String password = Bytes.random(random, PASSWORD_BYTES).toHex();
        PassphraseVerifier.create(home.resolve(NodeConsolePasswordCommand.FILE), password.toCharArray(), random);
        Files.writeString(
                home.resolve(NodeSettings.FILE_NAME),
                """
                web: # the demo's console; see docs/console.md
                  profile.file: %s
                  address: 127.0.0.1
                  port: %d
                console:
                  profile.file: %s
                  home.directory: .
                  password.file: %s
                """
                        .formatted(MeshProfile.FILE_NAME, port, MeshProfile.FILE_NAME, NodeConsolePasswordCommand.FILE),
                StandardOpenOption.APPEND);
        return new DemoConsole(port, password);
    }

    /** Where it is and how to get in, for people. */
    String line() {
        return "https://localhost:" + port + "/ with the password " + password
                + " (the browser does not know the demo's owner and says so)";
    }

    /** Never the password, but in {@link #line}, which is for whoever made the demo. */
    @Override
    public String toString() {
        return "DemoConsole[" + port + "]";
    }
}
