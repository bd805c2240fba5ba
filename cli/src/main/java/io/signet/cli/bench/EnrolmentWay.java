package io.signet.cli.bench;

import io.signet.provisioning.Credentials;
import io.signet.provisioning.enrolment.Label;
import io.signet.registrar.Registrar;
import io.signet.statement.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;

/** A transport of EST. */
interface EnrolmentWay {
    /** What its figures end in. */
    String name();

    /** What binds the connections of the node with {@code label}. */
    Bytes channel(Label label) throws GeneralSecurityException;

    /** Lets {@code registrar} listen on this machine. */
    Service serve(Registrar registrar, Credentials identity) throws IOException;

    /** A registrar that listens. */
    interface Service extends AutoCloseable {
        /** Does all that {@code node} does, in a connection of its own; it must get its certificate. */
        void enrol(EnrollingNode node)
                throws IOException, GeneralSecurityException, BenchmarkException, InterruptedException;

        @Override
        void close();
    }
}
