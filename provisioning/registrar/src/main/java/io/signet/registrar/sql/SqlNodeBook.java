package io.signet.registrar.sql;

import io.signet.registrar.BookException;
import io.signet.registrar.NodeBook;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A book in an SQL database. One connection, one transaction at a time: they are short, and what takes long, that is looking at
 * evidence, is done between them. A connection that fails is made anew by the next transaction.
 */
public final class SqlNodeBook implements NodeBook {
    private static final Logger LOG = LoggerFactory.getLogger(SqlNodeBook.class);

    /** H2 keeps no promise of a power cut without it: {@code WRITE_DELAY} only says when it writes. */
    private static final String H2_FORCE = "CHECKPOINT SYNC";

    /** H2's {@code DATABASE_ALREADY_OPEN_1}. */
    private static final int H2_IN_USE = 90_020;

    private final String url;
    private final Properties login;
    private final boolean forced;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Connection> open = Optional.empty();

    private SqlNodeBook(String url, Properties login) {
        this.url = url;
        this.login = login;
        this.forced = url.startsWith("jdbc:h2:file:");
    }

    /**
     * Opens the book at {@code url}, and makes its tables if need be.
     *
     * @param url of H2 or PostgreSQL; it must not hold the password, as messages name it
     * @param login properties of the connection, such as {@code user} and {@code password}
     * @throws BookException if it can't be opened, or another process has it
     */
    public static SqlNodeBook open(String url, Properties login) throws BookException {
        SqlNodeBook book = new SqlNodeBook(url, login);
        try {
            book.connection();
            return book;
        } catch (SQLException e) {
            book.close();
            throw failed(url, e);
        }
    }

    /** Opens the book in the file {@code file}{@code .mv.db}, which one process at a time may have. */
    public static SqlNodeBook open(Path file) throws BookException {
        String path = file.toAbsolutePath().toString();
        if (path.indexOf(';') >= 0) {
            throw new BookException(path + ": a path with ';' can't hold a database; choose another directory");
        }
        return open(
                "jdbc:h2:file:" + path + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0", new Properties());
    }

    private static BookException failed(String url, SQLException e) {
        String why = e.getErrorCode() == H2_IN_USE
                ? "another process has it. Is another registrar running here? Stop that one first"
                : e.getMessage();
        return new BookException("the registrar's database " + url.split(";", 2)[0] + " can't be used: " + why, e);
    }

    private Connection connection() throws SQLException, BookException {
        if (open.isPresent()) {
            return open.get();
        }
        Connection connection = DriverManager.getConnection(url, login);
        open = Optional.of(connection);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        Migrations.run(connection);
        return connection;
    }

    @Override
    public <T> T transact(Work<T> work) throws BookException {
        lock.lock();
        boolean done = false;
        try {
            Connection connection = connection();
            SqlPages pages = new SqlPages(connection);
            T result = work.on(pages);
            connection.commit();
            if (forced && pages.mustEndure()) {
                force(connection);
            }
            done = true;
            return result;
        } catch (SQLException e) {
            throw failed(url, e);
        } finally {
            if (!done) {
                undo();
            }
            lock.unlock();
        }
    }

    private static void force(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(H2_FORCE);
        }
    }

    /** Undoes what was begun; a connection that can't even do that is given up. */
    private void undo() {
        if (open.isEmpty()) {
            return;
        }
        try {
            open.get().rollback();
            if (open.get().isValid(1)) {
                return;
            }
        } catch (SQLException e) {
            LOG.warn("the connection to the registrar's database is lost: {}", e.getMessage());
        }
        disconnect();
    }

    private void disconnect() {
        if (open.isPresent()) {
            try {
                open.get().close();
            } catch (SQLException e) {
                LOG.warn("the registrar's database did not close cleanly: {}", e.getMessage());
            }
            open = Optional.empty();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            disconnect();
        } finally {
            lock.unlock();
        }
    }

    /** Where it is. */
    @Override
    public String toString() {
        return "the registrar's book in " + url.split(";", 2)[0];
    }
}
