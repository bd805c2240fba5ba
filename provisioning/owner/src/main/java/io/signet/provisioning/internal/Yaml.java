package io.signet.provisioning.internal;

import java.nio.file.Path;

/** Scalars for YAML that we write ourselves. */
public final class Yaml {
    private Yaml() {}

    /** {@code text} as a double-quoted YAML scalar. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || c == 0x7f) {
                quoted.append("\\x%02x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** {@code path} as seen from the directory of {@code file}, quoted. */
    public static String relative(Path file, Path path) {
        Path directory = file.toAbsolutePath().normalize().getParent();
        return quoted(directory.relativize(path.toAbsolutePath().normalize()).toString());
    }
}
