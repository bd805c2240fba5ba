package io.signet.registrar.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.AuditEntry;
import io.signet.registrar.BookException;
import io.signet.registrar.NodeBook;
import io.signet.registrar.NodeRecord;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.runtime.Clock;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlNodeBookTest {
    private static final Place PLACE = new Place("it's \"node\"; --", "", "");

    @TempDir
    private Path directory;

    private static OwnerDesk desk(NodeBook book) {
        return new OwnerDesk(book, Clock.SYSTEM, new SecureRandom());
    }

    @Test
    void whatWasWritten_isThereInTheNextProcess() throws Exception {
        Path file = directory.resolve("book");
        Label label;
        List<NodeRecord> written;
        try (SqlNodeBook book = SqlNodeBook.open(file)) {
            label = desk(book).label("anna").orElseThrow();
            desk(book).claim(label, PLACE, false, "anna");
            written = desk(book).list(Optional.empty(), 10);
        }
        try (SqlNodeBook book = SqlNodeBook.open(file)) {
            assertThat(desk(book).list(Optional.empty(), 10)).isEqualTo(written).hasSize(1);
            assertThat(written.get(0).place()).isEqualTo(PLACE);
            assertThat(written.get(0).key()).contains(label.key());
            assertThat(desk(book).audit(10)).extracting(AuditEntry::actor).containsExactly("anna", "anna");
            assertThat(desk(book).list(Optional.of(label.id()), 10)).isEmpty();
        }
    }

    @Test
    void twoProcessesOfOneFile_areToldSo() throws Exception {
        Path file = directory.resolve("book");
        try (SqlNodeBook book = SqlNodeBook.open(file)) {
            ProcessBuilder other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OpensBook.class.getName(),
                            file.toString())
                    .redirectErrorStream(true);
            Process process = other.start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isEqualTo(1);
            assertThat(said).contains("can't be used").contains("another process has it");
            assertThat(desk(book).list(Optional.empty(), 1)).isEmpty();
        }
    }

    /** Another process. */
    static final class OpensBook {
        private OpensBook() {}

        public static void main(String[] arguments) {
            try (SqlNodeBook book = SqlNodeBook.open(Path.of(arguments[0]))) {
                System.out.println("opened " + book);
            } catch (BookException e) {
                System.out.println(e.getMessage());
                System.exit(1);
            }
        }
    }

    @Test
    void databaseOfALaterVersion_isRefused() throws Exception {
        String url = "jdbc:h2:mem:later";
        try (Connection keeper = DriverManager.getConnection(url);
                SqlNodeBook book = SqlNodeBook.open(url, new Properties())) {
            assertThat(desk(book).list(Optional.empty(), 1)).isEmpty();
            keeper.createStatement().execute("UPDATE schema_version SET version = 99");
            assertThatThrownBy(() -> SqlNodeBook.open(url, new Properties()))
                    .isInstanceOf(BookException.class)
                    .hasMessageContaining("later version of Signet (99");
        }
    }

    @Test
    void workThatFails_isUndone() throws Exception {
        try (SqlNodeBook book = SqlNodeBook.open("jdbc:h2:mem:", new Properties())) {
            Label label = desk(book).label("anna").orElseThrow();
            assertThatThrownBy(() -> book.transact(pages -> {
                        pages.revoke(label.id(), 1);
                        pages.note(new AuditEntry(1, "anna", AuditEntry.Action.REVOKE, Optional.of(label.id()), ""));
                        throw new BookException("halfway");
                    }))
                    .hasMessage("halfway");
            assertThatThrownBy(() -> book.transact(pages -> {
                        pages.note(new AuditEntry(1, "anna", AuditEntry.Action.REVOKE, Optional.empty(), ""));
                        throw new IllegalStateException("a bug");
                    }))
                    .hasMessage("a bug");
            assertThat(desk(book).audit(10)).hasSize(1);
        }
    }

    @Test
    void lostConnection_isMadeAnew() throws Exception {
        String url = "jdbc:h2:mem:lost";
        try (Connection keeper = DriverManager.getConnection(url);
                SqlNodeBook book = SqlNodeBook.open(url, new Properties())) {
            desk(book).label("anna");
            keeper.createStatement()
                    .execute("SELECT ABORT_SESSION(SESSION_ID) FROM INFORMATION_SCHEMA.SESSIONS"
                            + " WHERE SESSION_ID <> SESSION_ID()");
            assertThatThrownBy(() -> desk(book).audit(10)).isInstanceOf(BookException.class);
            assertThat(desk(book).audit(10)).hasSize(1);
        }
    }
}
