package io.signet.registrar.http;

import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.enrolment.LabelId;
import io.signet.registrar.AuditEntry;
import io.signet.registrar.EvidenceReport;
import io.signet.registrar.IssuedCertificate;
import io.signet.registrar.NodeRecord;
import io.signet.registrar.OwnerDesk;
import io.signet.registrar.OwnerDesk.Act;
import io.signet.registrar.OwnerDesk.Seen;
import io.signet.statement.Digest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an owner's programs send and get, as JSON has it. */
final class OwnerForms {
    private OwnerForms() {}

    static LabelId labelOf(Map<String, Object> asked) {
        return LabelId.fromHex(text(asked, "label"));
    }

    static String text(Map<String, Object> asked, String key) {
        Object value = asked.getOrDefault(key, "");
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(key + " is no text");
    }

    static Map<String, Object> node(NodeRecord record) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("label", record.label().toHex());
        node.put("state", OwnerDesk.word(record.state()));
        node.put("name", record.place().name());
        node.put("site", record.place().site());
        node.put("group", record.place().group());
        node.put("approved", record.preApproved());
        node.put("mesh", record.wish().mesh().orElse(""));
        node.put("models", hex(record.wish().models()));
        node.put("renew", record.wish().renew());
        record.wish()
                .voucher()
                .ifPresent(voucher -> node.put("voucher", Base64.getEncoder().encodeToString(voucher.toArray())));
        record.shown().ifPresent(shown -> {
            node.put("node", shown.node().toHex());
            node.put("assurance", shown.assurance().label());
            node.put("evidence", shown.evidence().toHex());
        });
        node.put("changed", record.changedMillis());
        return node;
    }

    /** The same with what its evidence showed. */
    static Map<String, Object> node(NodeRecord record, Optional<Seen> seen) {
        Map<String, Object> node = node(record);
        add(node, seen);
        return node;
    }

    /** Adds what its evidence showed to a node. */
    static void add(Map<String, Object> node, Optional<Seen> seen) {
        seen.ifPresent(last -> node.put("seen", seen(last)));
    }

    private static Map<String, Object> seen(Seen seen) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("at", seen.report().atMillis());
        said.put("good", seen.report().good());
        seen.report().chip().ifPresent(chip -> said.put("chip", chip.toHex()));
        said.put("sameChip", seen.sameChip().stream().map(LabelId::toHex).toList());
        said.put(
                "findings",
                seen.report().findings().stream()
                        .map(finding -> Map.of(
                                "kind", EvidenceReport.Kind.of(finding).name().toLowerCase(Locale.ROOT),
                                "claim", finding.claim(),
                                "detail", finding.detail()))
                        .toList());
        return said;
    }

    static Map<String, Object> certificate(IssuedCertificate issued) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("serial", issued.serial());
        said.put("label", issued.label().toHex());
        said.put("node", issued.node().toHex());
        said.put("assurance", issued.assurance().label());
        said.put("evidence", issued.evidence().toHex());
        said.put("issued", issued.issuedMillis());
        said.put("end", issued.endMillis());
        issued.revokedMillis().ifPresent(millis -> said.put("revoked", millis));
        return said;
    }

    static Map<String, Object> entry(AuditEntry entry) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("at", entry.atMillis());
        said.put("actor", entry.actor());
        said.put("action", entry.action().name());
        entry.label().ifPresent(label -> said.put("label", label.toHex()));
        said.put("detail", entry.detail());
        return said;
    }

    /** The digests in a list at {@code key}; none if there is none. */
    static List<Digest> digests(Map<String, Object> asked, String key) {
        if (!(asked.getOrDefault(key, List.of()) instanceof List<?> list)) {
            throw new IllegalArgumentException(key + " is no list");
        }
        return list.stream().map(item -> Digest.fromHex(item.toString())).toList();
    }

    /** What came of an act. */
    static Map<String, Object> act(Act act) throws ProvisioningException {
        if (act instanceof Act.Done done) {
            return node(done.record());
        }
        throw new ProvisioningException(((Act.Refused) act).message());
    }

    private static List<String> hex(List<Digest> digests) {
        return digests.stream().map(Digest::toHex).toList();
    }
}
