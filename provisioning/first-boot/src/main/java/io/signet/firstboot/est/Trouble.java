package io.signet.firstboot.est;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Why a node has no certificate yet, in words for whoever stands before the box. The first ones are what the node finds
 * itself, the others what registrars answer (docs/provisioning.md, "What the answers say").
 */
public enum Trouble {
    /** Nobody answers. */
    UNREACHABLE(
            "the registrar does not answer",
            "see that it runs, that this box is in its network, and that no firewall is between",
            Duration.ofSeconds(10)),
    /** Who answers is something else. */
    NO_REGISTRAR(
            "what answers there is no Signet registrar, or one of another version",
            "compare the address with what 'signet registrar run' prints",
            Duration.ofMinutes(1)),
    /** Who answers gives certificates and does not know the label's code. */
    IMPOSTOR(
            "a false registrar answers: it gives certificates, and can't prove that it knows this box's label",
            "nothing of it was believed. Find out whose machine it is; name the right registrar's address",
            Duration.ofMinutes(5)),
    /** Who answers passes on what another says. */
    IN_BETWEEN(
            "somebody sits between this box and the registrar: the server's certificate is not of the owner whom it names",
            "nothing was given away. Connect the box to the registrar's own network, or look for a proxy that opens TLS",
            Duration.ofMinutes(5)),
    /** Who answers is another one each time. */
    SERVER_CHANGES(
            "another server answers each time",
            "two machines have the registrar's address, or somebody sits in between: let one of them go",
            Duration.ofMinutes(1)),
    /** The node's own key. */
    KEY(
            "this box's key can't be used",
            "the table of TPM troubles in docs/security.md says what to do",
            Duration.ofSeconds(30)),
    /** The registrar's {@code MALFORMED}. */
    MALFORMED(
            "the registrar does not understand this box",
            "see that both have the same version of the software",
            Duration.ofMinutes(10)),
    /** The registrar's {@code STALE_NONCE}, again and again. */
    STALE_NONCE(
            "the registrar's questions are too old when this box answers them",
            "see that one registrar only is behind the address, and that the TPM is not held up by another program",
            Duration.ofSeconds(30)),
    /** The registrar's {@code NO_CLAIM}. */
    NO_CLAIM(
            "the registrar asks for this box's label",
            "put the label's code into the file 'label'",
            Duration.ofMinutes(5)),
    /** The registrar's {@code WRONG_CODE}. */
    WRONG_CODE(
            "the registrar does not know this box's label",
            "claim the box there with the code on its label; if it is claimed, this is another owner's registrar, or the"
                    + " file 'label' belongs to another box",
            Duration.ofMinutes(1)),
    /** The registrar's {@code CODE_USED}. */
    CODE_USED(
            "the code has enrolled another key: this disk is a copy of another box's, or this box was reset",
            "have the owner revoke the old node and make a new label",
            Duration.ofMinutes(10)),
    /** The registrar's {@code REVOKED}. */
    REVOKED(
            "the owner revoked this node",
            "'signet node reset' and a new label make it a new one",
            Duration.ofMinutes(10)),
    /** The registrar's {@code NO_ACTIVATION}. */
    NO_ACTIVATION("the TPM did not open the registrar's challenge", "look at 'signet node key'", Duration.ofMinutes(5)),
    /** The registrar's {@code EVIDENCE}. */
    EVIDENCE(
            "what this box shows of its key and its firmware does not hold",
            "docs/security.md, \"When the TPM makes trouble\"",
            Duration.ofMinutes(5)),
    /** The registrar's {@code ASSURANCE_TOO_LOW}. */
    ASSURANCE_TOO_LOW(
            "the owner demands a better protected key, or does not trust the maker of this box's chip",
            "the owner names the maker in the registrar's trust.yaml, or accepts less there",
            Duration.ofMinutes(5)),
    /** The registrar's {@code NOT_A_MEMBER}. */
    NOT_A_MEMBER(
            "the certificate has ended or is of another owner",
            "'signet node reset' and a new label make it a new node",
            Duration.ofMinutes(30)),
    /** The registrar's {@code OTHER_KEY}. */
    OTHER_KEY(
            "the certificate is for another key than this box has",
            "'signet node reset' and a new label make it a new node",
            Duration.ofMinutes(30)),
    /** The registrar's {@code TOO_MANY_FAILURES}. */
    TOO_MANY_FAILURES(
            "too many wrong requests came from this network",
            "wait: this box asks again by itself",
            Duration.ofSeconds(10)),
    /** The registrar's {@code UNAVAILABLE}. */
    UNAVAILABLE(
            "the registrar can't answer now",
            "wait: this box asks again by itself; the registrar's log says more",
            Duration.ofSeconds(10));

    private final String happened;
    private final String remedy;
    private final Duration retryAfter;

    Trouble(String happened, String remedy, Duration retryAfter) {
        this.happened = happened;
        this.remedy = remedy;
        this.retryAfter = retryAfter;
    }

    /** The one that a registrar names so; empty for a name of another version. */
    static Optional<Trouble> named(String reason) {
        return Arrays.stream(values())
                .filter(trouble -> trouble.compareTo(MALFORMED) >= 0)
                .filter(trouble -> trouble.name().equals(reason))
                .findFirst();
    }

    /** What happened, without a capital letter or full stop. */
    public String happened() {
        return happened;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }

    /** When to try again, unless the registrar says so. */
    Duration retryAfter() {
        return retryAfter;
    }
}
