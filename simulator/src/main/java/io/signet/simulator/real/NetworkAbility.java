package io.signet.simulator.real;

import java.io.IOException;
import java.util.List;

/**
 * What of a network the kernel can be made to do here.
 *
 * @param namespaces true if processes can be given network namespaces of their own
 * @param netem true if links between them can be given latency and loss
 * @param why what the first command said that failed; empty if none did
 */
record NetworkAbility(boolean namespaces, boolean netem, String why) {
    /** Neither, because of {@code why}. */
    static NetworkAbility none(String why) {
        return new NetworkAbility(false, false, why);
    }

    /** Tries it, in a namespace that is gone again afterwards. */
    static NetworkAbility probe(SystemCommands commands, NetworkNames names) throws InterruptedException {
        String probe = names.probe();
        try {
            commands.run(List.of("ip", "netns", "add", probe));
        } catch (IOException e) {
            return none(String.valueOf(e.getMessage()));
        }
        try {
            return tryIn(commands, probe);
        } finally {
            remove(commands, probe);
        }
    }

    private static NetworkAbility tryIn(SystemCommands commands, String probe) throws InterruptedException {
        try {
            commands.run(List.of("ip", "-n", probe, "link", "add", "one", "type", "veth", "peer", "name", "other"));
            commands.run(NamespaceNetwork.enter(probe, List.of("true")));
        } catch (IOException e) {
            return none(String.valueOf(e.getMessage()));
        }
        try {
            commands.run(List.of("tc", "-n", probe, "qdisc", "add", "dev", "one", "root", "netem", "delay", "1ms"));
            return new NetworkAbility(true, true, "");
        } catch (IOException e) {
            return new NetworkAbility(true, false, String.valueOf(e.getMessage()));
        }
    }

    private static void remove(SystemCommands commands, String probe) throws InterruptedException {
        try {
            commands.run(List.of("ip", "netns", "del", probe));
        } catch (IOException e) {
            // the next run takes it for a leftover
        }
    }
}
