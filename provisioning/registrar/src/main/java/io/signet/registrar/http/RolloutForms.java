package io.signet.registrar.http;

import io.signet.provisioning.ProvisioningException;
import io.signet.registrar.BookException;
import io.signet.registrar.Rollout;
import io.signet.registrar.RolloutDesk;
import io.signet.registrar.RolloutPlan;
import io.signet.release.SignedRoot;
import io.signet.statement.Bytes;
import io.signet.statement.MalformedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an owner's programs send and get of releases, as JSON has it. */
final class RolloutForms {
    private final RolloutDesk desk;
    private final String actor;

    RolloutForms(RolloutDesk desk, String actor) {
        this.desk = desk;
        this.actor = actor;
    }

    Map<String, Object> trust(Map<String, Object> asked) throws BookException, ProvisioningException {
        try {
            SignedRoot root =
                    SignedRoot.decode(Bytes.copyOf(Base64.getDecoder().decode(OwnerForms.text(asked, "root"))));
            done(desk.trust(root, actor));
            return Map.of(
                    "product",
                    root.root().product(),
                    "root",
                    root.root().version(),
                    "fingerprint",
                    root.fingerprint().toHex());
        } catch (MalformedException e) {
            throw new ProvisioningException("this is no root of releases: " + e.getMessage());
        }
    }

    Map<String, Object> start(Map<String, Object> asked) throws BookException, ProvisioningException {
        if (!(asked.getOrDefault("stages", List.of()) instanceof List<?> stages)) {
            throw new IllegalArgumentException("stages is no list");
        }
        RolloutPlan plan = new RolloutPlan(
                stages.stream().map(Object::toString).toList(),
                number(asked, "healthy"),
                Duration.ofSeconds(number(asked, "wait")));
        try {
            return done(desk.start(OwnerForms.text(asked, "release"), plan, actor));
        } catch (IOException e) {
            throw new ProvisioningException("the release can't be read: " + e.getMessage());
        }
    }

    private static int number(Map<String, Object> asked, String key) {
        if (asked.get(key) instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException(key + " is a whole number");
    }

    Map<String, Object> stop() throws BookException, ProvisioningException {
        return done(desk.stop(actor));
    }

    Map<String, Object> status() throws BookException {
        Optional<RolloutDesk.Status> status = desk.status();
        if (status.isEmpty()) {
            return Map.of("state", "none");
        }
        Map<String, Object> said = rollout(status.get().rollout());
        List<Map<String, Object>> groups = new ArrayList<>();
        status.get().tallies().forEach((group, tally) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("group", group);
            entry.put("nodes", tally.nodes());
            entry.put("running", tally.running());
            entry.put("failed", tally.failed());
            groups.add(entry);
        });
        said.put("groups", groups);
        return said;
    }

    private static Map<String, Object> done(RolloutDesk.Outcome outcome) throws ProvisioningException {
        if (outcome instanceof RolloutDesk.Outcome.Refused refused) {
            throw new ProvisioningException(refused.reason());
        }
        return ((RolloutDesk.Outcome.Done) outcome)
                .rollout()
                .map(RolloutForms::rollout)
                .orElseGet(LinkedHashMap::new);
    }

    private static Map<String, Object> rollout(Rollout rollout) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("release", rollout.release().name());
        said.put("digest", rollout.release().digest().toHex());
        said.put("state", rollout.state().name().toLowerCase(java.util.Locale.ROOT));
        said.put("stage", rollout.group());
        said.put("healthy", rollout.plan().healthyPercent());
        said.put("wait", rollout.plan().pause().toSeconds());
        said.put("since", rollout.sinceMillis());
        said.put("reason", rollout.reason());
        return said;
    }
}
