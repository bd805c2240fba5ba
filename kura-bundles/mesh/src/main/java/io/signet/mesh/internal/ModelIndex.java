package io.signet.mesh.internal;

import io.signet.mesh.ServedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes that are online, by the names of the models that they serve, so that placing a task need not look at all. */
final class ModelIndex {
    private final Map<String, Group> groups = new HashMap<>();

    /** The nodes that serve one model name. */
    static final class Group {
        private static final Group NOBODY = new Group();

        private final List<PeerState> peers = new ArrayList<>();
        private final Map<PeerState, Integer> places = new HashMap<>();
        private double rowsPerSecond;

        /** In no order of meaning. */
        List<PeerState> peers() {
            return peers;
        }

        /** The speeds of all of them together. */
        double rowsPerSecond() {
            return rowsPerSecond;
        }

        private void add(PeerState peer, double speed) {
            places.put(peer, peers.size());
            peers.add(peer);
            rowsPerSecond += speed;
        }

        private void remove(PeerState peer, double speed) {
            int place = places.remove(peer);
            PeerState last = peers.remove(peers.size() - 1);
            if (last != peer) {
                peers.set(place, last);
                places.put(last, place);
            }
            rowsPerSecond = peers.isEmpty() ? 0 : Math.max(0, rowsPerSecond - speed);
        }
    }

    Group serving(String model) {
        return groups.getOrDefault(model, Group.NOBODY);
    }

    /** {@code peer} is there with the models of its report. */
    void add(PeerState peer) {
        speeds(peer).forEach((model, speed) -> groups.computeIfAbsent(model, m -> new Group())
                .add(peer, speed));
    }

    /** {@code peer}, whose report is still the one it was added with, is no longer there. */
    void remove(PeerState peer) {
        speeds(peer).forEach((model, speed) -> {
            Group group = groups.get(model);
            group.remove(peer, speed);
            if (group.peers.isEmpty()) {
                groups.remove(model);
            }
        });
    }

    /** A model of one name may be served in several packages. */
    private static Map<String, Double> speeds(PeerState peer) {
        List<ServedModel> models = peer.report().models();
        if (models.size() == 1) {
            return Map.of(models.get(0).name(), models.get(0).rowsPerSecond());
        }
        Map<String, Double> speeds = new HashMap<>();
        models.forEach(m -> speeds.merge(m.name(), m.rowsPerSecond(), Math::max));
        return speeds;
    }
}
