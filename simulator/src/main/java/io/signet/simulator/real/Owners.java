package io.signet.simulator.real;

import io.signet.attestation.HardwareKey;
import io.signet.provisioning.Certificates;
import io.signet.provisioning.Credentials;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.CertificateRequest;
import io.signet.provisioning.owner.MeshHome;
import io.signet.provisioning.owner.OwnerAuthority;
import io.signet.runtime.Clock;
import io.signet.statement.Assurance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The owners of a fleet, each with an authority of its own. All members trust all of them. */
final class Owners {
    /** Most owners: their certificates are in one file. */
    static final int MAX = Certificates.CHAIN_MAX;

    private static final String DIRECTORY = "owners";

    private Owners() {}

    /**
     * Gives each node of {@code fleet} a certificate of its owner's. The first node's owner is who made {@code home}, to
     * whom the brokers and all requesters belong.
     *
     * @param directory below which the others' keys are
     */
    static void provision(MeshHome home, List<FleetNode> fleet, Path directory)
            throws IOException, ProvisioningException {
        SecureRandom random = new SecureRandom();
        String first = fleet.get(0).group().owner();
        Map<String, OwnerAuthority> owners = new LinkedHashMap<>();
        owners.put(first, OwnerAuthority.open(home.owner(), Clock.SYSTEM, random));
        for (FleetNode node : fleet) {
            String name = node.group().owner();
            if (name.equals(first)) {
                continue;
            }
            if (!owners.containsKey(name)) {
                Path all = Files.createDirectories(directory.resolve(DIRECTORY));
                owners.put(name, OwnerAuthority.create(all.resolve(name), name, Clock.SYSTEM, random));
            }
            issue(home.node(node.number()), owners.get(name));
        }
        if (owners.size() > 1) {
            trustAll(home, owners);
        }
    }

    private static void issue(Path member, OwnerAuthority owner) throws IOException, ProvisioningException {
        Path chain = member.resolve(Credentials.CHAIN_FILE);
        HardwareKey key =
                Credentials.load(member.resolve(Credentials.KEY_FILE), chain).key();
        Certificates.write(chain, owner.issueNode(CertificateRequest.of(key), Assurance.SOFTWARE));
    }

    /** Each member's trust policy, and the brokers, name the file with the owners' certificates. */
    private static void trustAll(MeshHome home, Map<String, OwnerAuthority> owners) throws IOException {
        List<X509Certificate> certificates =
                owners.values().stream().map(OwnerAuthority::certificate).toList();
        List<Path> members = new ArrayList<>(List.of(home.broker(), home.requester()));
        members.addAll(home.nodeDirectories());
        for (Path member : members) {
            Certificates.write(member.resolve(OwnerAuthority.CERTIFICATE_FILE), certificates);
        }
    }
}
