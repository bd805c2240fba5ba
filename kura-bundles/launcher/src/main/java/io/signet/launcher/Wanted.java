package io.signet.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What its owner's registrar wants of the node: the file {@code wanted.yaml}, which the node writes by itself and which goes
 * over {@code node.yaml}, property by property. A node that has no registrar has no such file.
 *
 * <pre>
 * answers: true      # false: no part of the node answers anybody
 * revision: 3-1f     # another one when files changed that the sections name: the parts that read them start anew
 * mesh: {witnesses: 2}
 * </pre>
 *
 * @param answers whether the node is to answer
 * @param revision empty if there is none
 * @param sections as in {@link NodeConfig}
 */
record Wanted(boolean answers, String revision, Map<Section, Map<String, Object>> sections) {
    /** The file in a node's home. */
    static final String FILE_NAME = "wanted.yaml";

    private static final String ANSWERS = "answers";
    private static final String REVISION = "revision";
    /** What answers others. */
    private static final List<Section> ANSWERING = List.of(Section.MESH, Section.GATEWAY, Section.GATEWAY_COAP);
    /** What reads files that a registrar has changed. */
    private static final List<Section> READING = List.of(Section.MESH, Section.LOG_SERVER, Section.WEB);

    Wanted {
        sections = Map.copyOf(sections);
    }

    /** Reads the file in {@code home}; what it says without one is nothing. */
    static Wanted read(Path home) throws LaunchException {
        Path file = home.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return new Wanted(true, "", Map.of());
        }
        Map<String, Object> document = new LinkedHashMap<>(NodeConfig.load(file, "delete it, it is written again"));
        Object answers = document.getOrDefault(ANSWERS, true);
        document.remove(ANSWERS);
        Object revision = document.getOrDefault(REVISION, "");
        document.remove(REVISION);
        if (!(answers instanceof Boolean answering)) {
            throw new LaunchException(
                    file + ": " + ANSWERS + " is true or false; delete the file, it is written again");
        }
        return new Wanted(answering, revision.toString(), NodeConfig.sections(file, home, document));
    }

    /** The sections of {@code node.yaml} as they are with this. */
    Map<Section, Map<String, Object>> over(Map<Section, Map<String, Object>> local) {
        Map<Section, Map<String, Object>> merged = new EnumMap<>(Section.class);
        merged.putAll(local);
        sections.forEach((section, properties) -> {
            Map<String, Object> both = new LinkedHashMap<>(merged.getOrDefault(section, Map.of()));
            both.putAll(properties);
            merged.put(section, both);
        });
        if (!revision.isEmpty()) {
            READING.forEach(section -> merged.computeIfPresent(section, (same, properties) -> {
                Map<String, Object> revised = new LinkedHashMap<>(properties);
                revised.put(REVISION, revision);
                return revised;
            }));
        }
        if (!answers) {
            ANSWERING.forEach(merged::remove);
        }
        return merged;
    }
}
