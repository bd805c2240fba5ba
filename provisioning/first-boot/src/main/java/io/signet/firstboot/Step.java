package io.signet.firstboot;

import java.time.Duration;

/** What a box is doing between being switched on and answering; each has words and a rhythm of the status light. */
public enum Step {
    /** It does not know its own label. */
    LOOKING_FOR_LABEL(
            "looking for this box's label",
            "write the code that is printed on it into the file 'label' in its directory, mode 600",
            100,
            1_900),
    /** It knows nobody to ask. */
    LOOKING_FOR_REGISTRAR(
            "looking for the owner's registrar",
            "run 'signet registrar run' in this network; or plug in a USB stick with a file signet.yaml that says 'registrar:"
                    + " https://HOST:PORT'; or type that address into this box's page",
            500,
            500),
    /** It proves what it is. */
    ENROLLING("asking the registrar for a certificate", "nothing: it takes a few seconds", 100, 100),
    /** The owner has to say yes. */
    WAITING_FOR_APPROVAL(
            "waiting for the owner's approval",
            "the owner looks at what this box shows, and approves it: 'signet owner nodes', 'signet owner approve'",
            900,
            100),
    /** It asks what it is to be. */
    GETTING_PROFILE("asking what this node is to do", "nothing: it takes a second", 200, 200),
    /** It fetches models. */
    GETTING_MODELS("fetching models", "wait: large models take their time; an interruption costs nothing", 300, 300),
    /** It starts. */
    STARTING("starting the node", "nothing: it takes a few seconds", 50, 50),
    /** It is a node, whose parts start. */
    RUNNING("running as a node", "look at the node's log", 50, 450),
    /** It looks for its mesh's broker. */
    JOINING("joining its mesh", "look at the node's log", 200, 800),
    /** It is in its mesh, and loads models. */
    LOADING("loading its models", "look at the node's log", 800, 200),
    /** It does what it is for. */
    ANSWERING("answering", "", 1, 0),
    /** A part of it stands still. */
    STUCK("standing still", "start it anew; a service manager does so by itself", 60, 60),
    /** The owner wants it no more. */
    RETIRED(
            "the owner retired this node: it answers nothing",
            "switch it off, or have the owner release it",
            50,
            4_950),
    /** The owner gave it away. */
    RELEASED(
            "the owner released this node: it answers nothing, and may have another owner",
            "'signet node reset' makes it a box again, which needs a new label; the voucher is in its directory",
            50,
            1_950),
    /** The owner trusts it no more. */
    REVOKED(
            "the owner revoked this node: it answers nothing",
            "'signet node reset' and a new label make it a new one",
            50,
            450);

    private final String doing;
    private final String help;
    private final Duration lit;
    private final Duration dark;

    Step(String doing, String help, int litMillis, int darkMillis) {
        this.doing = doing;
        this.help = help;
        this.lit = Duration.ofMillis(litMillis);
        this.dark = Duration.ofMillis(darkMillis);
    }

    /** What happens, without a capital letter or full stop. */
    public String doing() {
        return doing;
    }

    /** What to do if it does not go on. */
    public String help() {
        return help;
    }

    /** How long the light is on each time. */
    public Duration lit() {
        return lit;
    }

    /** How long it is off each time; zero if it is on for good. */
    public Duration dark() {
        return dark;
    }
}
