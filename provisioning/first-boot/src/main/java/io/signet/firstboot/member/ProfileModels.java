package io.signet.firstboot.member;

import io.signet.firstboot.BoxHome;
import io.signet.firstboot.est.EnrolmentAnswer.Failed;
import io.signet.firstboot.est.Membership;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.owner.NodeSettings;
import io.signet.runtime.OwnerOnlyFile;
import io.signet.statement.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the node's packages be those of its profile: fetches what is missing, and removes what an earlier profile named and this one
 * does not. Packages that came in another way stay.
 */
final class ProfileModels {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileModels.class);
    private static final int LIST_BYTES_MAX = 64 * 1024;

    private final BoxHome home;

    ProfileModels(BoxHome home) {
        this.home = home;
    }

    /**
     * Does what is left to do: asks for each missing package once, and removes what is too much.
     *
     * @return why it is not all there yet; empty if it is
     */
    Optional<Failed> step(NodeProfile profile, Membership registrar) throws IOException, InterruptedException {
        Set<String> wanted = profile.models().stream()
                .map(model -> model.digest().toHex())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = known();
        if (!known.containsAll(wanted)) { // written before the first byte comes: what is there is always in the list
            Set<String> both = new TreeSet<>(known);
            both.addAll(wanted);
            write(both);
            known = both;
        }
        Optional<Failed> first = Optional.empty();
        for (NodeProfile.Model model : profile.models()) {
            boolean isNew = !home.hasModel(model);
            Optional<Failed> failed = home.fetch(model, registrar);
            first = first.or(() -> failed);
            if (isNew && failed.isEmpty()) {
                LOG.info("model package {} fetched: {}", model.name(), model.digest());
            }
        }
        if (!wanted.equals(known)) {
            remove(known, wanted);
        }
        return first;
    }

    private void remove(Set<String> known, Set<String> wanted) throws IOException {
        Path models = home.directory().resolve(NodeSettings.MODELS_DIRECTORY);
        for (String digest : known) {
            if (!wanted.contains(digest)) {
                boolean removed = Files.deleteIfExists(models.resolve(digest + ".signet"));
                Files.deleteIfExists(models.resolve(digest + ".signet.arriving"));
                if (removed) {
                    LOG.info("model package removed, as the owner wants: {}", digest);
                }
            }
        }
        write(wanted);
    }

    private Set<String> known() throws IOException {
        Path file = home.directory().resolve(BoxHome.MODELS_LIST_FILE);
        if (!Files.exists(file)) {
            return Set.of();
        }
        String text = new String(OwnerOnlyFile.read(file, LIST_BYTES_MAX), StandardCharsets.US_ASCII);
        Set<String> known = new LinkedHashSet<>();
        for (String line : text.lines().toList()) {
            try {
                known.add(Digest.fromHex(line).toHex()); // nothing else may become a file's name
            } catch (IllegalArgumentException e) {
                LOG.warn("{} has a line that is no digest: it is left out", file);
            }
        }
        return known;
    }

    private void write(Set<String> digests) throws IOException {
        List<String> bounded = digests.stream().limit(LIST_BYTES_MAX / 65).toList();
        OwnerOnlyFile.replace(
                home.directory().resolve(BoxHome.MODELS_LIST_FILE),
                bounded.stream()
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.US_ASCII));
    }
}
