package io.signet.cli;

import io.signet.statement.Bytes;
import io.signet.statement.Equivocation;
import io.signet.statement.IdentityChain;
import io.signet.statement.MalformedException;
import io.signet.statement.TreeHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What an auditor remembers of a node's log: the last head that he saw, in a file named after the node. */
final class AuditState {
    private final Path directory;
    private final IdentityChain identity;

    AuditState(Path directory, IdentityChain identity) {
        this.directory = directory;
        this.identity = identity;
    }

    /**
     * The last head.
     *
     * @throws CliException if the file is there and is none of the node's
     */
    Optional<TreeHead> seen() throws CliException, IOException {
        Path file = file(".head");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            TreeHead head = TreeHead.decode(Bytes.copyOf(Files.readAllBytes(file)));
            if (!head.signedBy(identity.identityKey())) {
                throw new CliException(ExitCode.DATA, file + " is not signed by node " + identity.node());
            }
            return Optional.of(head);
        } catch (MalformedException e) {
            throw new CliException(ExitCode.DATA, file + " is no tree head; remove it to audit the whole log anew");
        }
    }

    /** Remembers a head. */
    void keep(TreeHead head) throws IOException {
        write(file(".head"), head.encode());
    }

    /** Saves a proof that the node signed two histories. */
    Path save(Equivocation proof) throws IOException {
        Path file = file("-" + proof.earlier().size() + "-" + proof.later().size() + ".equivocation");
        write(file, proof.encode());
        return file;
    }

    private Path file(String ending) {
        return directory.resolve(identity.node() + ending);
    }

    private static void write(Path file, Bytes content) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        WholeFile.replace(file, content);
    }
}
