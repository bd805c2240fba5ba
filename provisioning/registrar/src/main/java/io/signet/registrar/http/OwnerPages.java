package io.signet.registrar.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.Label;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.provisioning.enrolment.NodeProfile;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.registrar.BookException;
import io.signet.registrar.FleetDesk;
import io.signet.registrar.MemberDesk;
import io.signet.registrar.ModelShelf;
import io.signet.registrar.NodeBook;
import io.signet.registrar.NodeRecord;
import io.signet.registrar.Offer;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.Place;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an owner asks for and does, as JSON, by names: docs/provisioning.md, "What an owner's programs ask". Whoever calls has
 * made sure that it is the owner.
 */
final class OwnerPages {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerPages.class);
    private static final String TYPE = "application/json";
    private static final String USER = OwnerHandler.USER;

    private final OwnerDesk desk;
    private final FleetDesk fleet;
    private final MemberDesk members;
    private final Offer offer;
    private final Map<String, Page> pages;

    private interface Page {
        Map<String, Object> answer(Map<String, Object> asked) throws BookException, ProvisioningException, IOException;
    }

    OwnerPages(EstServer.Desks desks) {
        this.desk = desks.desk();
        this.fleet = desks.fleet();
        this.members = desks.members();
        this.offer = desks.profiles().offer();
        RolloutForms rollouts = new RolloutForms(desks.rollouts(), USER);
        this.pages = Map.ofEntries(
                Map.entry("label", this::label),
                Map.entry("claim", this::claim),
                Map.entry("approve", asked -> OwnerForms.act(desk.approve(OwnerForms.labelOf(asked), USER))),
                Map.entry("revoke", asked -> OwnerForms.act(desk.revoke(OwnerForms.labelOf(asked), USER))),
                Map.entry("name", this::name),
                Map.entry("mesh", this::mesh),
                Map.entry("models", this::models),
                Map.entry("renew", asked -> OwnerForms.act(fleet.renew(OwnerForms.labelOf(asked), USER))),
                Map.entry("retire", asked -> OwnerForms.act(fleet.retire(OwnerForms.labelOf(asked), USER))),
                Map.entry("release", this::release),
                Map.entry("offer", this::offer),
                Map.entry("member", this::member),
                Map.entry("certificates", this::certificates),
                Map.entry("node", this::node),
                Map.entry("nodes", this::nodes),
                Map.entry("audit", asked -> audit()),
                Map.entry("update-trust", rollouts::trust),
                Map.entry("update-start", rollouts::start),
                Map.entry("update-stop", asked -> rollouts.stop()),
                Map.entry("update-status", asked -> rollouts.status()));
    }

    /** Whether there is something by that name. */
    boolean has(String name) {
        return pages.containsKey(name);
    }

    /** Answers what is asked of {@code name}, which is there. */
    Reply answer(String name, byte[] body) {
        try {
            Map<String, Object> asked = body.length == 0 ? Map.of() : JSON.std.mapFrom(body);
            return json(
                    200,
                    Objects.requireNonNull(pages.get(name), "asked for before").answer(asked));
        } catch (ProvisioningException | IllegalArgumentException e) {
            return json(400, Map.of("error", e.getMessage()));
        } catch (IOException e) {
            return json(400, Map.of("error", "this is no JSON object"));
        } catch (BookException e) {
            LOG.error("an owner could not be answered: {}", e.getMessage());
            return json(503, Map.of("error", "the registrar can't read or write its book now; its log says why"));
        }
    }

    private static Reply json(int status, Map<String, Object> object) {
        try {
            return new Reply(status, Map.of("Content-Type", TYPE), Bytes.copyOf(JSON.std.asBytes(object)));
        } catch (IOException e) {
            throw new UncheckedIOException("an object of texts can't be written", e);
        }
    }

    private Map<String, Object> label(Map<String, Object> asked) throws BookException, ProvisioningException {
        int count = asked.getOrDefault("count", 1) instanceof Integer number ? number : 0;
        Limits.requireInRange("count", count, 1, NodeBook.ROWS_MAX);
        List<Map<String, Object>> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Label label = desk.label(USER)
                    .orElseThrow(() ->
                            new ProvisioningException("this registrar has " + NodeBook.LABELS_MAX + " labels already"));
            made.add(Map.of("label", label.id().toHex(), "code", label.text()));
        }
        return Map.of("labels", made);
    }

    private Map<String, Object> claim(Map<String, Object> asked) throws BookException, ProvisioningException {
        Place place = new Place(
                OwnerForms.text(asked, "name"), OwnerForms.text(asked, "site"), OwnerForms.text(asked, "group"));
        boolean approved = Boolean.TRUE.equals(asked.get("approved"));
        return OwnerForms.act(desk.claim(Label.parse(OwnerForms.text(asked, "code")), place, approved, USER));
    }

    private Map<String, Object> node(Map<String, Object> asked) throws BookException, ProvisioningException {
        LabelId label = OwnerForms.labelOf(asked);
        Map<String, Object> node = OwnerForms.act(desk.find(label));
        OwnerForms.add(node, Optional.ofNullable(desk.seen(List.of(label)).get(label)));
        return node;
    }

    private Map<String, Object> nodes(Map<String, Object> asked) throws BookException {
        String after = OwnerForms.text(asked, "after");
        List<NodeRecord> nodes =
                desk.list(after.isEmpty() ? Optional.empty() : Optional.of(LabelId.fromHex(after)), NodeBook.ROWS_MAX);
        Map<LabelId, OwnerDesk.Seen> seen =
                desk.seen(nodes.stream().map(NodeRecord::label).toList());
        return Map.of(
                "nodes",
                nodes.stream()
                        .map(node -> OwnerForms.node(node, Optional.ofNullable(seen.get(node.label()))))
                        .toList());
    }

    private Map<String, Object> audit() throws BookException {
        return Map.of(
                "entries",
                desk.audit(NodeBook.ROWS_MAX).stream().map(OwnerForms::entry).toList());
    }

    private Map<String, Object> name(Map<String, Object> asked) throws BookException, ProvisioningException {
        Place place = new Place(
                OwnerForms.text(asked, "name"), OwnerForms.text(asked, "site"), OwnerForms.text(asked, "group"));
        return OwnerForms.act(fleet.place(OwnerForms.labelOf(asked), place, USER));
    }

    private Map<String, Object> mesh(Map<String, Object> asked) throws BookException, ProvisioningException {
        String mesh = OwnerForms.text(asked, "mesh");
        requireMesh(mesh);
        return OwnerForms.act(
                fleet.mesh(OwnerForms.labelOf(asked), mesh.isEmpty() ? Optional.empty() : Optional.of(mesh), USER));
    }

    /** The mesh with that name; without a name the first. */
    private NodeProfile.Mesh requireMesh(String name) throws ProvisioningException {
        return offer.meshes().stream()
                .filter(mesh -> name.isEmpty() || mesh.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProvisioningException("this owner has no mesh " + name + "; it has "
                        + offer.meshes().stream().map(NodeProfile.Mesh::name).collect(Collectors.joining(", "))
                        + " (registrar.yaml)"));
    }

    private Map<String, Object> models(Map<String, Object> asked)
            throws BookException, ProvisioningException, IOException {
        List<Digest> models = OwnerForms.digests(asked, "models");
        for (Digest model : models) {
            if (offer.shelf().find(model).isEmpty()) {
                throw new ProvisioningException("no package " + model.toHex()
                        + " is here: copy it into the directory 'models' of the owner's directory");
            }
        }
        if (asked.containsKey("label")) {
            return OwnerForms.act(fleet.models(OwnerForms.labelOf(asked), models, USER));
        }
        fleet.modelsOf(OwnerForms.text(asked, "group"), models, USER);
        return Map.of("group", OwnerForms.text(asked, "group"));
    }

    private Map<String, Object> release(Map<String, Object> asked) throws BookException, ProvisioningException {
        String owner = OwnerForms.text(asked, "owner");
        return OwnerForms.act(fleet.release(
                OwnerForms.labelOf(asked),
                owner.isEmpty() ? Optional.empty() : Optional.of(Digest.fromHex(owner)),
                USER));
    }

    private Map<String, Object> offer(Map<String, Object> asked) throws BookException, IOException {
        List<Map<String, Object>> models = new ArrayList<>();
        for (ModelShelf.Item item : offer.shelf().list()) {
            models.add(Map.of(
                    "name",
                    item.model().name(),
                    "digest",
                    item.model().digest().toHex(),
                    "size",
                    item.model().sizeBytes()));
        }
        return Map.of(
                "meshes",
                offer.meshes().stream().map(NodeProfile.Mesh::name).toList(),
                "models",
                models,
                "group",
                fleet.modelsOf(OwnerForms.text(asked, "group")).stream()
                        .map(Digest::toHex)
                        .toList());
    }

    private Map<String, Object> certificates(Map<String, Object> asked) throws BookException {
        return Map.of(
                "certificates",
                fleet.certificates(OwnerForms.text(asked, "after"), NodeBook.ROWS_MAX).stream()
                        .map(OwnerForms::certificate)
                        .toList());
    }

    private Map<String, Object> member(Map<String, Object> asked) throws BookException, ProvisioningException {
        NodeProfile.Mesh mesh = requireMesh(OwnerForms.text(asked, "mesh"));
        CertificateRequest request =
                CertificateRequest.decode(Bytes.copyOf(Base64.getDecoder().decode(OwnerForms.text(asked, "request"))));
        List<X509Certificate> chain =
                switch (OwnerForms.text(asked, "role")) {
                    case "broker" -> members.broker(request, MemberDesk.hostsOf(mesh), USER);
                    case "requester" -> members.requester(request, USER);
                    default -> throw new IllegalArgumentException("role is broker or requester");
                };
        return Map.of(
                "chain",
                chain.stream().map(Certificates::toPem).collect(Collectors.joining()),
                "mesh",
                mesh.name(),
                "brokers",
                mesh.brokers().stream().map(URI::toString).toList(),
                "files",
                offer.trust().files());
    }
}
