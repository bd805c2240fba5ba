package io.signet.firstboot.est;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/** What came of one attempt to get a certificate. */
public sealed interface EnrolmentAnswer {
    /**
     * The node has a certificate, of an owner who proved to know the label's code.
     *
     * @param chain leaf first, the owner's certificate excluded
     * @param owner whom the node trusts from now on
     */
    record Enrolled(List<X509Certificate> chain, X509Certificate owner) implements EnrolmentAnswer {
        public Enrolled {
            chain = List.copyOf(chain);
        }
    }

    /**
     * All is well so far, and the owner has to approve the node first.
     *
     * @param retryAfter when to ask again
     * @param said the registrar's words
     */
    record Waiting(Duration retryAfter, String said) implements EnrolmentAnswer {}

    /**
     * Nothing came of it.
     *
     * @param said what the registrar or this machine says of it; empty if nothing
     * @param retryAfter when to try again, in case that somebody did what {@code trouble} says
     */
    record Failed(Trouble trouble, String said, Duration retryAfter) implements EnrolmentAnswer {
        /** By {@code trouble}, to be tried again when that says. */
        public static Failed of(Trouble trouble, String said) {
            return new Failed(trouble, said, trouble.retryAfter());
        }
    }
}
