package io.signet.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Which modules Maven builds before which, by what their {@code pom.xml} files depend on. */
final class BuildOrder {
    /** What each module depends on by itself, by the names of artifacts. */
    private final Map<String, Set<String>> needed;

    private BuildOrder(Map<String, Set<String>> needed) {
        this.needed = needed;
    }

    /** Reads the modules of the project in {@code root}. */
    static BuildOrder of(Path root) throws IOException, ParserConfigurationException, SAXException {
        Map<String, Set<String>> needed = new LinkedHashMap<>();
        for (String module : texts(read(root.resolve("pom.xml")), "module")) {
            Element project = read(root.resolve(module).resolve("pom.xml"));
            needed.put(artifact(project), dependencies(project));
        }
        return new BuildOrder(needed);
    }

    /** The modules that may still be built, or not be begun, while {@code artifact} is. */
    Set<String> notBefore(String artifact) {
        Set<String> rest = new TreeSet<>(needed.keySet());
        rest.remove(artifact);
        rest.removeAll(before(artifact));
        rest.removeIf(other -> before(other).contains(artifact));
        return rest;
    }

    private Set<String> before(String artifact) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(needed.getOrDefault(artifact, Set.of()));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (needed.containsKey(next) && found.add(next)) {
                open.addAll(needed.get(next));
            }
        }
        return found;
    }

    private static Set<String> dependencies(Element project) {
        NodeList dependencies = project.getElementsByTagName("dependency");
        return IntStream.range(0, dependencies.getLength())
                .mapToObj(i -> artifact((Element) dependencies.item(i)))
                .collect(Collectors.toSet());
    }

    /** The name in {@code element} itself, not in what it holds. */
    private static String artifact(Element element) {
        NodeList children = element.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(child -> child.getNodeName().equals("artifactId"))
                .findFirst()
                .orElseThrow()
                .getTextContent();
    }

    private static List<String> texts(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    private static Element read(Path pom) throws IOException, ParserConfigurationException, SAXException {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }
}
