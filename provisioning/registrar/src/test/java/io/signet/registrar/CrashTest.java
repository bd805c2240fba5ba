package io.signet.registrar;

import static io.signet.registrar.RegistrarFixture.CALLER;
import static io.signet.registrar.RegistrarFixture.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.EnrolmentOutcome.Issued;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.sql.SqlNodeBook;
import io.signet.statement.Bytes;
import io.signet.statement.TrustPolicy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The book fails at each step of an enrolment, before and after it is written: the node is enrolled exactly once. */
class CrashTest {
    @TempDir
    private Path directory;

    /** A book that fails at its n-th step: a call, or the end of a transaction, before or after it is written. */
    private static final class FailingBook implements NodeBook {
        private final NodeBook book;
        private int stepsLeft = Integer.MAX_VALUE;

        FailingBook(NodeBook book) {
            this.book = book;
        }

        private void step() throws BookException {
            if (stepsLeft-- == 0) {
                throw new BookException("the test's failure");
            }
        }

        @Override
        public <T> T transact(Work<T> work) throws BookException {
            T result = book.transact(pages -> {
                T done = work.on(failing(Pages.class, pages));
                step();
                return done;
            });
            step();
            return result;
        }

        /** Each call that may fail is a step; what the others give is a part of the book, whose calls are steps, too. */
        private <P> P failing(Class<P> type, P part) {
            return type.cast(
                    Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        boolean mayFail = List.of(method.getExceptionTypes()).contains(BookException.class);
                        if (mayFail) {
                            step();
                        }
                        try {
                            Object result = method.invoke(part, arguments);
                            return mayFail ? result : failingPart(method.getReturnType(), result);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }

        private <P> P failingPart(Class<P> type, Object part) {
            return failing(type, type.cast(part));
        }

        @Override
        public void close() {
            book.close();
        }
    }

    private static List<X509Certificate> all(NodeBook book, HardwareKey key) throws Exception {
        List<X509Certificate> all = new ArrayList<>();
        book.transact(pages -> {
            Optional<IssuedCertificate> newest = pages.newest(key.node());
            newest.ifPresent(issued -> all.add(read(issued)));
            return all;
        });
        return all;
    }

    private static X509Certificate read(IssuedCertificate issued) {
        try {
            return Issuer.read(issued);
        } catch (BookException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bookThatFailsAtAnyStep_leavesNothingOrTheSameCertificate() throws Exception {
        int failures = 0;
        boolean failed = true;
        try (SqlNodeBook memory = RegistrarFixture.inMemory();
                RegistrarFixture fixture = new RegistrarFixture(directory, new FailingBook(memory), TrustPolicy::of)) {
            FailingBook book = (FailingBook) fixture.book;
            for (int step = 0; failed; step++) {
                HardwareKey key = fixture.newKey();
                Label label = fixture.claimed(true);
                Bytes request =
                        fixture.request(key, Optional.of(label)).request().encoded();
                book.stepsLeft = step;
                EnrolmentOutcome first = fixture.registrar.enrol(request, CALLER);
                failed = !(first instanceof Issued);
                book.stepsLeft = Integer.MAX_VALUE;
                List<X509Certificate> written = all(book, key);
                if (failed) {
                    failures++;
                    assertRefused(first, Reason.UNAVAILABLE);
                }
                X509Certificate given = fixture.enrolled(key, label);
                assertThat(written).isSubsetOf(given);
                assertThat(count(memory, label)).isEqualTo(1);
            }
        }
        assertThat(failures).as("steps of an enrolment").isGreaterThanOrEqualTo(10);
    }

    private static long count(SqlNodeBook book, Label label) throws Exception {
        return book.transact(pages -> pages.audit(NodeBook.ROWS_MAX).stream()
                .filter(entry -> entry.action() == AuditEntry.Action.ENROL
                        && entry.label().equals(Optional.of(label.id())))
                .count());
    }

    @Test
    void manyAtOnceByOneLabel_makeOneNode() throws Exception {
        try (RegistrarFixture fixture = new RegistrarFixture(directory)) {
            Label label = fixture.claimed(true);
            List<Bytes> requests = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                requests.add(fixture.request(fixture.newKey(), Optional.of(label))
                        .request()
                        .encoded());
            }
            ExecutorService crowd = Executors.newFixedThreadPool(8);
            List<Future<EnrolmentOutcome>> outcomes = new ArrayList<>();
            for (Bytes request : requests) {
                outcomes.add(crowd.submit(() -> fixture.registrar.enrol(request, CALLER)));
            }
            int issued = 0;
            for (Future<EnrolmentOutcome> outcome : outcomes) {
                if (outcome.get() instanceof Issued) {
                    issued++;
                } else {
                    assertRefused(outcome.get(), Reason.CODE_USED);
                }
            }
            crowd.shutdown();
            assertThat(issued).isEqualTo(1);
        }
    }
}
