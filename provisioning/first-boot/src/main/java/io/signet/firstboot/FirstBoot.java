package io.signet.firstboot;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.est.EnrolmentAnswer;
import io.signet.firstboot.est.EnrolmentAnswer.Enrolled;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.EnrolmentAnswer.Waiting;
import io.signet.firstboot.est.FirstContact;
import io.signet.firstboot.est.Membership;
import io.signet.firstboot.est.Membership.Fetched;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.owner.NodeKeys.NodeKey;
import io.signet.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a box does by itself when it is switched on, until it is a node: it finds its label and its owner's registrar, gets its
 * certificate, its profile and its models. It does not give up, and says at each moment what it waits for. When it is switched off
 * it goes on where it was. One thread.
 */
public final class FirstBoot {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final BoxHome home;
    private final Path labelFile;
    private final List<RegistrarSource> sources;
    private final Outside outside;

    /**
     * What the box needs of its surroundings.
     *
     * @param display shows people how far it is
     * @param pause waits
     * @param clock of this machine: for a word if it is wrong, and for nothing else
     * @param random so that boxes of one network don't ask at one moment, again and again
     */
    public record Outside(Display display, Pause pause, Clock clock, RandomGenerator random) {}

    /**
     * The first boot of the box in {@code home}.
     *
     * @param labelFile where its label is
     * @param sources where its registrar may be found, the likeliest first
     */
    public FirstBoot(BoxHome home, Path labelFile, List<RegistrarSource> sources, Outside outside) {
        this.home = home;
        this.labelFile = labelFile;
        this.sources = List.copyOf(sources);
        this.outside = outside;
    }

    /**
     * Does all that is left to do.
     *
     * @param key the box's key; stays the caller's to close
     * @throws ProvisioningException if a file of the box's own can't be used
     * @throws IOException if its directory can't be written
     * @throws InterruptedException if this thread is to end
     */
    public void run(NodeKey key) throws ProvisioningException, IOException, InterruptedException {
        Optional<Enrolled> before = home.enrolled(key.key());
        Enrolled enrolled = before.isPresent() ? before.get() : enrol(key.key(), awaitLabel());
        Credentials node = new Credentials(key.key(), enrolled.chain());
        NodeProfile profile = profile(node, enrolled);
        while (profile.standing().retired()) {
            show(Progress.of(Step.RETIRED));
            pause(Duration.ofMinutes(1));
            profile = askProfile(node, enrolled);
        }
        models(profile, node, enrolled);
        home.becomeNode(profile, enrolled.chain().get(0), key.section());
        show(Progress.of(Step.STARTING));
    }

    /** Waits for about {@code time}, until a registrar is asked again. */
    private void pause(Duration time) throws InterruptedException {
        outside.pause().during(Jitter.of(time, outside.random()));
    }

    private void show(Progress progress) {
        outside.display().show(progress);
    }

    private Label awaitLabel() throws InterruptedException {
        while (true) {
            try {
                Optional<Label> label = BoxHome.label(labelFile);
                if (label.isPresent()) {
                    return label.get();
                }
                show(Progress.of(Step.LOOKING_FOR_LABEL));
            } catch (ProvisioningException e) {
                show(Progress.stuck(Step.LOOKING_FOR_LABEL, e.getMessage(), Step.LOOKING_FOR_LABEL.help()));
            }
            outside.pause().during(LOOK_AGAIN);
        }
    }

    private Enrolled enrol(HardwareKey key, Label label) throws IOException, InterruptedException {
        FirstContact contact = new FirstContact(key, label);
        while (true) {
            Set<URI> registrars = found();
            if (registrars.isEmpty()) {
                show(Progress.of(Step.LOOKING_FOR_REGISTRAR));
            }
            Duration again = LOOK_AGAIN;
            for (URI registrar : registrars) {
                show(Progress.of(Step.ENROLLING));
                EnrolmentAnswer answer = contact.attempt(registrar);
                if (answer instanceof Enrolled enrolled) {
                    home.keep(enrolled, registrar);
                    return enrolled;
                }
                if (answer instanceof Waiting waiting) {
                    show(Progress.waiting(Step.WAITING_FOR_APPROVAL, waiting.said()));
                    again = waiting.retryAfter();
                    break; // this is the one
                }
                Failed failed = (Failed) answer;
                show(Progress.stuck(Step.LOOKING_FOR_REGISTRAR, failed));
                again = failed.retryAfter();
            }
            pause(again);
        }
    }

    private Set<URI> found() throws InterruptedException {
        Set<URI> found = new LinkedHashSet<>();
        for (RegistrarSource source : sources) {
            found.addAll(source.find());
        }
        return found;
    }

    private Membership membership(Credentials node, Enrolled enrolled) throws InterruptedException {
        Optional<URI> known = home.registrar();
        return new Membership(
                node, enrolled.owner(), known.isPresent() ? known.get() : awaitRegistrar(), outside.clock());
    }

    private URI awaitRegistrar() throws InterruptedException {
        while (true) {
            Optional<URI> registrar = found().stream().findFirst();
            if (registrar.isPresent()) {
                return registrar.get();
            }
            show(Progress.of(Step.LOOKING_FOR_REGISTRAR));
            outside.pause().during(LOOK_AGAIN);
        }
    }

    private NodeProfile profile(Credentials node, Enrolled enrolled)
            throws ProvisioningException, IOException, InterruptedException {
        Optional<NodeProfile> before = home.profile();
        return before.isPresent() ? before.get() : askProfile(node, enrolled);
    }

    private NodeProfile askProfile(Credentials node, Enrolled enrolled) throws IOException, InterruptedException {
        Membership membership = membership(node, enrolled);
        while (true) {
            show(Progress.of(Step.GETTING_PROFILE));
            Fetched fetched = membership.fetch(Membership.PROFILE_PATH, Optional.empty(), NodeProfile.SIZE_BYTES_MAX);
            Duration again = LOOK_AGAIN;
            if (fetched instanceof Fetched.Document document) {
                try {
                    NodeProfile profile = NodeProfile.decode(document.content());
                    home.keep(profile);
                    document.clockAhead().flatMap(FirstBoot::clockTrouble).ifPresent(this::show);
                    return profile;
                } catch (ProvisioningException e) {
                    show(Progress.stuck(
                            Step.GETTING_PROFILE,
                            "the registrar's profile can't be used: " + e.getMessage(),
                            "see that this box and the registrar have the same version of the software"));
                }
            } else if (fetched instanceof Fetched.Not not) {
                show(Progress.stuck(Step.GETTING_PROFILE, not.why()));
                again = not.why().retryAfter();
            }
            pause(again);
        }
    }

    /** What to say of a clock that is {@code ahead} of the registrar's; nothing if it is right. */
    static Optional<Progress> clockTrouble(Duration ahead) {
        return ClockCheck.word(ahead).map(word -> Progress.stuck(Step.STARTING, word.words(), word.help()));
    }

    private void models(NodeProfile profile, Credentials node, Enrolled enrolled)
            throws IOException, InterruptedException {
        Membership membership = membership(node, enrolled);
        for (NodeProfile.Model model : profile.models()) {
            show(Progress.of(Step.GETTING_MODELS));
            Optional<Failed> failed = home.fetch(model, membership);
            while (failed.isPresent()) {
                show(Progress.stuck(Step.GETTING_MODELS, failed.get()));
                pause(failed.get().retryAfter());
                show(Progress.of(Step.GETTING_MODELS));
                failed = home.fetch(model, membership);
            }
        }
    }
}
