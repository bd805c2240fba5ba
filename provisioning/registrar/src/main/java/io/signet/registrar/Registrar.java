package io.signet.registrar;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.EnrolmentRequest;
import io.signet.provisioning.enrolment.RequestAttributes;
import io.signet.provisioning.login.FailureBudget;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.registrar.AuditEntry.Action;
import io.signet.registrar.EnrolmentOutcome.Reason;
import io.signet.registrar.EnrolmentOutcome.Refused;
import io.signet.runtime.Clock;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import io.signet.statement.TrustPolicy;
import io.signet.statement.evidence.Evidence;
import io.signet.statement.tpm.CredentialChallenge;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an owner's registrar answers, after EST (RFC 7030 and RFC 9148) but for the transport: see docs/provisioning.md for the
 * order in which a node asks. Thread-safe; all of its lasting state is in the book.
 */
public final class Registrar {
    /** For how long a code that enrolled its node gives the same certificate to the same key again. */
    public static final Duration CODE_LIFE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Registrar.class);

    /** Of whoever tries something; the others happen to honest nodes. */
    private static final Set<Reason> FAULTS = Set.of(
            Reason.MALFORMED,
            Reason.NO_CLAIM,
            Reason.WRONG_CODE,
            Reason.CODE_USED,
            Reason.EVIDENCE,
            Reason.REVOKED,
            Reason.NOT_A_MEMBER,
            Reason.OTHER_KEY);

    /** Of these the owner wants to know. A wrong code is as often a typing error, but also what a guess looks like. */
    private static final Set<Reason> AUDITED = Set.of(
            Reason.WRONG_CODE,
            Reason.CODE_USED,
            Reason.EVIDENCE,
            Reason.ASSURANCE_TOO_LOW,
            Reason.REVOKED,
            Reason.NOT_A_MEMBER,
            Reason.OTHER_KEY);

    private final NodeBook book;
    private final Clock clock;
    private final NonceMint nonces;
    private final Inspection inspection;
    private final Issuer issuer;
    private final FirstContact firstContact;
    private final Renewal renewal;
    private final FailureBudget failures;

    /**
     * A registrar that signs as {@code authority}.
     *
     * @param policy the chip makers and firmware that the owner accepts, and the least protection of keys
     * @param random for nonces, challenges and secrets: a {@link java.security.SecureRandom}
     */
    public Registrar(OwnerAuthority authority, TrustPolicy policy, NodeBook book, Clock clock, RandomGenerator random) {
        this.book = book;
        this.clock = clock;
        ProcessSecret secret = new ProcessSecret(random);
        this.nonces = new NonceMint(secret, clock, random);
        this.inspection = new Inspection(policy, nonces, secret, clock, random);
        this.issuer = new Issuer(authority, clock);
        this.firstContact = new FirstContact(book, inspection, issuer, clock, random);
        this.renewal = new Renewal(book, inspection, issuer, clock);
        this.failures = new FailureBudget(clock);
    }

    /** The certificates to trust this owner by ({@code /cacerts}, {@code /crts}). Who fetches them must not believe them yet. */
    public List<X509Certificate> authorities() {
        return List.of(issuer.owner());
    }

    /** What a request has to hold, with a fresh nonce ({@code /csrattrs}, {@code /att}), in DER. */
    public Bytes requestAttributes() {
        return new RequestAttributes(nonces.draw()).encode();
    }

    /**
     * What a connection over DTLS is keyed by in a first contact. Of who is not known, or has come already, nobody knows it, and
     * nobody sees the difference.
     *
     * @param identity as whom the other side introduces itself: a label's id in hexadecimal digits
     * @throws BookException if the book can't be read now
     */
    public Bytes dtlsSecret(String identity) throws BookException {
        return firstContact.dtlsSecret(identity);
    }

    /** What came of the wish to be challenged. */
    public sealed interface Challenged {
        /** The TPM has to open this; the secret goes into the request. */
        record With(CredentialChallenge challenge) implements Challenged {}

        /** No. */
        record Not(Refused refused) implements Challenged {}
    }

    /** Challenges the TPM that {@code evidence} is of; the evidence answers a nonce of {@link #requestAttributes}. */
    public Challenged challenge(Bytes evidence, Caller caller) {
        try {
            Inspection.Challenged challenged = inspection.challenge(Evidence.decode(evidence));
            if (challenged instanceof Inspection.Challenged.With with) {
                return new Challenged.With(with.challenge());
            }
            return new Challenged.Not(counted(((Inspection.Challenged.Not) challenged).refused(), caller));
        } catch (MalformedException e) {
            return new Challenged.Not(
                    counted(new Refused(Reason.MALFORMED, "The evidence is damaged: " + e.getMessage()), caller));
        }
    }

    /**
     * The first certificate, by the code on the node's label ({@code /simpleenroll}, {@code /sen}).
     *
     * @param request PKCS#10 in DER, see {@link EnrolmentRequest}
     */
    public EnrolmentOutcome enrol(Bytes request, Caller caller) {
        return answer(request, caller, (decoded, from) -> {
            Optional<EnrolmentRequest.Claim> claim = decoded.claim();
            return claim.isEmpty()
                    ? new Refused(
                            Reason.NO_CLAIM,
                            "The request names no label. A node that has a certificate renews it instead.")
                    : firstContact.answer(decoded, claim.get(), from);
        });
    }

    /**
     * The next certificate, by the one that the caller has ({@code /simplereenroll}, {@code /sren}).
     *
     * @param request as in {@link #enrol}; a claim in it is of no interest
     */
    public EnrolmentOutcome renew(Bytes request, Caller caller) {
        return answer(request, caller, renewal::answer);
    }

    /** Keys of the registrar's making ({@code /serverkeygen}, {@code /skg}): there are none. */
    public Refused makeKey() {
        return new Refused(
                Reason.NO_SERVER_KEYS,
                "This registrar makes no keys: a node's key is born in its hardware, and never leaves it.");
    }

    private interface Answerer {
        EnrolmentOutcome answer(EnrolmentRequest request, Caller caller) throws BookException;
    }

    private EnrolmentOutcome answer(Bytes der, Caller caller, Answerer answerer) {
        try {
            EnrolmentRequest request = EnrolmentRequest.decode(der);
            EnrolmentOutcome outcome = answerer.answer(request, caller);
            return outcome instanceof Refused refused ? audited(counted(refused, caller), request, caller) : outcome;
        } catch (ProvisioningException e) {
            return counted(new Refused(Reason.MALFORMED, "The request can't be used: " + e.getMessage()), caller);
        } catch (BookException e) {
            LOG.error("a node at {} could not be answered: {}", caller.address(), e.getMessage());
            return new Refused(Reason.UNAVAILABLE, "The registrar can't read or write its book now. Ask again later.");
        }
    }

    /**
     * What the caller is told. Only who is wrong is slowed down, never who is right: a whole pallet may share an address, and any
     * box of it may be a bad one.
     */
    private Refused counted(Refused refused, Caller caller) {
        if (!FAULTS.contains(refused.reason())) {
            return refused;
        }
        if (!failures.allows(caller.address())) {
            return tooMany();
        }
        failures.charge(caller.address());
        return refused;
    }

    private Refused audited(Refused refused, EnrolmentRequest request, Caller caller) throws BookException {
        if (AUDITED.contains(refused.reason())) {
            AuditEntry entry = new AuditEntry(
                    clock.wallMillis(),
                    caller.actor(),
                    Action.REFUSE,
                    request.claim().map(EnrolmentRequest.Claim::label),
                    "node " + request.request().node() + ": " + refused.message());
            book.transact(pages -> {
                pages.note(entry);
                return entry;
            });
        }
        return refused;
    }

    private static Refused tooMany() {
        return new Refused(
                Reason.TOO_MANY_FAILURES,
                "Too many requests from this address were wrong. Wait " + FailureBudget.EVERY.toSeconds()
                        + " seconds, and look at what the earlier answers said.");
    }

    /** Forgets what is of no more use; for whoever runs the registrar, every hour or so. */
    public void tidy() throws BookException {
        long before = clock.wallMillis() - CODE_LIFE.toMillis();
        book.transact(pages -> {
            pages.tidy(before);
            return before;
        });
    }
}
