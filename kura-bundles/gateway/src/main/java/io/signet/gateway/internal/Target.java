package io.signet.gateway.internal;

import io.signet.statement.Digest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a path of the protocol asks for. */
sealed interface Target {
    /** A package's digest in a path. */
    Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** {@code /v2}. */
    record Server() implements Target {}

    /** {@code /v2/health/live}. */
    record Live() implements Target {}

    /** {@code /v2/health/ready}. */
    record Ready() implements Target {}

    /** {@code /v2/repository/index} (Triton's extension for repositories of models). */
    record Index() implements Target {}

    /** {@code /v2/models/MODEL[/versions/VERSION]}, and what of it. */
    record Model(String name, Optional<String> version, Aspect aspect) implements Target {}

    /** {@code /v2/packages/DIGEST}: a model package as a file: for other nodes, and from those who may give it. */
    record PackageFile(Digest digest) implements Target {}

    /** What of a model is asked for. */
    enum Aspect {
        METADATA,
        READY,
        INFER;

        static Optional<Aspect> of(String segment) {
            return switch (segment) {
                case "ready" -> Optional.of(READY);
                case "infer" -> Optional.of(INFER);
                default -> Optional.empty();
            };
        }
    }

    /** The methods that it takes. */
    default List<String> methods() {
        if (this instanceof PackageFile) {
            return List.of("GET", "HEAD", "PUT");
        }
        return this instanceof Index || (this instanceof Model model && model.aspect() == Aspect.INFER)
                ? List.of("POST")
                : List.of("GET");
    }

    /** What {@code path} asks for, which is decoded; empty if there is nothing of that name. */
    static Optional<Target> of(String path) {
        String[] parts = path.split("/", -1);
        if (parts.length < 2 || !parts[0].isEmpty() || !parts[1].equals("v2")) {
            return Optional.empty();
        }
        if (parts.length == 2 || (parts.length == 3 && parts[2].isEmpty())) {
            return Optional.of(new Server());
        }
        return switch (parts[2]) {
            case "health" -> parts.length == 4 ? health(parts[3]) : Optional.empty();
            case "repository" -> path.equals("/v2/repository/index") ? Optional.of(new Index()) : Optional.empty();
            case "models" -> parts.length >= 4 && !parts[3].isEmpty() ? model(parts) : Optional.empty();
            case "packages" -> parts.length == 4 ? modelPackage(parts[3]) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<Target> modelPackage(String digest) {
        return DIGEST.matcher(digest).matches()
                ? Optional.of(new PackageFile(Digest.fromHex(digest)))
                : Optional.empty();
    }

    private static Optional<Target> health(String what) {
        return switch (what) {
            case "live" -> Optional.of(new Live());
            case "ready" -> Optional.of(new Ready());
            default -> Optional.empty();
        };
    }

    private static Optional<Target> model(String[] parts) {
        int at = 4;
        Optional<String> version = Optional.empty();
        if (parts.length > at + 1 && parts[at].equals("versions")) {
            version = Optional.of(parts[at + 1]);
            at += 2;
        }
        if (parts.length == at) {
            return Optional.of(new Model(parts[3], version, Aspect.METADATA));
        }
        Optional<String> known = version;
        return parts.length == at + 1
                ? Aspect.of(parts[at]).map(aspect -> new Model(parts[3], known, aspect))
                : Optional.empty();
    }
}
