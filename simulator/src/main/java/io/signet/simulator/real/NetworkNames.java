package io.signet.simulator.real;

import io.signet.runtime.Limits;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the network namespaces of one run, their links and addresses are called, so that two runs don't meet and that whoever
 * comes later knows what was left behind. Addresses are of 198.18.0.0/15, which is kept for tests of networks and is in
 * use nowhere else (RFC 2544 appendix C.2.2).
 *
 * @param pid the process that owns them
 * @param block which part of the addresses, 0 to {@link #BLOCKS} - 1
 */
record NetworkNames(long pid, int block) {
    /** Parts of the addresses. */
    static final int BLOCKS = 256;

    /** Most links between namespaces and brokers. */
    static final int LINKS_MAX = 250;

    /** Most brokers. */
    static final int BROKERS_MAX = 8;

    private static final String PREFIX = "signet-sim-";
    private static final Pattern NAMESPACE = Pattern.compile(PREFIX + "([1-9][0-9]{0,9})-([0-9]{1,3})-([0-9]{1,3})");

    NetworkNames {
        Limits.requireInRange("process id", pid, 1, Long.MAX_VALUE);
        Limits.requireInRange("block of addresses", block, 0, BLOCKS - 1);
    }

    /** The namespace that only shows what is possible. */
    String probe() {
        return PREFIX + pid + "-" + block + "-0";
    }

    /** Namespace {@code number}, counted from 1. */
    String namespace(int number) {
        return PREFIX + pid + "-" + block + "-" + Limits.requireInRange("namespace", number, 1, LINKS_MAX);
    }

    /** The brokers' end of link {@code number}, counted from 1: at most 15 characters, as Linux wants it. */
    String brokersEnd(int number) {
        return "signet" + block + "-" + Limits.requireInRange("link", number, 1, LINKS_MAX);
    }

    /** Where the nodes of any namespace find broker {@code number}, counted from 1. */
    String brokersAddress(int number) {
        return brokersAddresses() + Limits.requireInRange("broker", number, 1, BROKERS_MAX);
    }

    /** With which all of the brokers' addresses begin. */
    String brokersAddresses() {
        return "198.18." + block + ".";
    }

    /** The address of the nodes' end of link {@code number}, counted from 1. */
    String nodesAddress(int number) {
        return "198.19." + block + "." + Limits.requireInRange("link", number, 1, LINKS_MAX);
    }

    /** The process that owns the namespace called {@code name}; empty if it is none of a run. */
    static Optional<Long> owner(String name) {
        Matcher parts = NAMESPACE.matcher(name);
        return parts.matches() ? Optional.of(Long.parseLong(parts.group(1))) : Optional.empty();
    }
}
