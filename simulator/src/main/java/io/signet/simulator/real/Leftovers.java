package io.signet.simulator.real;

import io.signet.runtime.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs left behind that could not end as they should, because somebody killed their process: network namespaces with
 * what runs in them, mounted file systems, directories. Each bears the number of the process that made it, and is removed
 * when there is no such process any more. Nothing else is touched.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String DIRECTORY_PREFIX = "signet-simulation-";
    private static final Pattern DIRECTORY = Pattern.compile(DIRECTORY_PREFIX + "([1-9][0-9]{0,9})-.*");
    private static final Pattern PID = Pattern.compile("[1-9][0-9]*");

    private final SystemCommands commands;
    private final LongPredicate lives;

    /**
     * Removes by {@code commands}.
     *
     * @param lives tells whether there is a process of this number
     */
    Leftovers(SystemCommands commands, LongPredicate lives) {
        this.commands = commands;
        this.lives = lives;
    }

    /** True if process {@code pid} runs. */
    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** A new directory below {@code parent} for the process {@code pid}, by whose name it is known later. */
    static Path directory(Path parent, long pid) throws IOException {
        return Files.createTempDirectory(parent, DIRECTORY_PREFIX + pid + "-");
    }

    /** Removes namespaces of processes that are gone; where there can't be any, there are none. */
    void removeNamespaces() throws InterruptedException {
        String listed;
        try {
            listed = commands.run(List.of("ip", "netns", "list"));
        } catch (IOException e) { // no such command, or no right to it
            return;
        }
        List<String> names = listed.lines().map(line -> line.split(" ", 2)[0]).toList(); // also says "(id: 0)"
        for (String name : names) {
            if (NetworkNames.owner(name).filter(pid -> !lives.test(pid)).isPresent()) {
                LOG.info("removing the network namespace {}, which a run left behind", name);
                try {
                    removeNamespace(commands, name);
                } catch (IOException e) {
                    LOG.warn("the network namespace {} can't be removed: {}", name, e.getMessage());
                }
            }
        }
    }

    /** Kills what runs in {@code namespace}, and removes it with its links. */
    static void removeNamespace(SystemCommands commands, String namespace) throws IOException, InterruptedException {
        List<String> pids = commands.run(List.of("ip", "netns", "pids", namespace))
                .lines()
                .filter(line -> PID.matcher(line).matches())
                .toList();
        if (!pids.isEmpty()) {
            commands.run(List.of("/bin/sh", "-c", "kill -KILL " + String.join(" ", pids) + " 2>/dev/null || true"));
        }
        commands.run(List.of("ip", "netns", "del", namespace));
    }

    /** Removes directories below {@code parent} of processes that are gone, and what is mounted in them. */
    void removeDirectories(Path parent) throws IOException, InterruptedException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(parent)) {
            all.filter(path -> isAbandoned(path.getFileName().toString())).forEach(found::add);
        }
        for (Path directory : found) {
            if (isOurs(directory)) {
                LOG.info("removing the directory {}, which a run left behind", directory);
                try {
                    SmallDisk.unmountAllBelow(directory, commands);
                    Trees.delete(directory);
                } catch (IOException e) {
                    LOG.warn("the directory {} can't be removed: {}", directory, e.getMessage());
                }
            }
        }
    }

    private boolean isAbandoned(String name) {
        Matcher parts = DIRECTORY.matcher(name);
        return parts.matches() && !lives.test(Long.parseLong(parts.group(1)));
    }

    /** Anybody can make a directory of any name in one that all share. */
    private static boolean isOurs(Path directory) throws IOException {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS)
                        .getName()
                        .equals(System.getProperty("user.name"));
    }
}
