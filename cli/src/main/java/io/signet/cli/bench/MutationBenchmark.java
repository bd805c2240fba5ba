package io.signet.cli.bench;

import io.signet.simulator.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * How many of the changes that are made to the code of {@code statement} its tests notice. Making them takes about an hour, so
 * the figure is read from the report of the last time, which {@code .ci/heavy} and Maven's profile {@code mutation} make.
 */
final class MutationBenchmark implements Benchmark {
    private static final String KILLED = "verify_mutation_killed";
    private static final Path MODULE = Path.of("kura-bundles", "statement");
    private static final Path REPORT = MODULE.resolve("target/pit-reports/mutations.xml");
    private static final String HOW = "mvn -Pmutation -pl kura-bundles/statement -am verify -Dmaven.test.skip.exec";

    private final Optional<Path> root;

    /** @param root of the sources; empty if there are none */
    MutationBenchmark(Optional<Path> root) {
        this.root = root;
    }

    /** The sources that the launcher script names. */
    static MutationBenchmark ofSources() {
        return new MutationBenchmark(Optional.ofNullable(System.getProperty(Distribution.ROOT_PROPERTY))
                .map(Path::of));
    }

    @Override
    public List<String> names() {
        return List.of(KILLED);
    }

    @Override
    public Optional<String> missing() throws BenchmarkException {
        if (root.isEmpty()) {
            return Optional.of(KILLED + " needs the sources: start through the script 'signet'");
        }
        Path report = root.get().resolve(REPORT);
        if (!Files.exists(report)) {
            return Optional.of(KILLED + " needs a report, which takes an hour: " + HOW);
        }
        try (Stream<Path> sources = Files.walk(root.get().resolve(MODULE).resolve("src"))) {
            long made = Files.getLastModifiedTime(report).toMillis();
            boolean stale = sources.anyMatch(
                    source -> source.toFile().isFile() && source.toFile().lastModified() > made);
            return stale
                    ? Optional.of("the report of " + KILLED + " is older than the code: " + HOW)
                    : Optional.empty();
        } catch (IOException e) {
            throw new BenchmarkException("the sources of statement can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public List<Figure> run() throws BenchmarkException {
        Path report = root.orElseThrow().resolve(REPORT);
        long all = 0;
        long noticed = 0;
        try (InputStream in = Files.newInputStream(report)) {
            XMLInputFactory factory = XMLInputFactory.newFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamReader.START_ELEMENT
                        && reader.getLocalName().equals("mutation")) {
                    all++;
                    noticed += "true".equals(reader.getAttributeValue(null, "detected")) ? 1 : 0;
                }
            }
        } catch (IOException | XMLStreamException e) {
            throw new BenchmarkException(report + " can't be read: " + e.getMessage(), e);
        }
        if (all == 0) {
            throw new BenchmarkException(report + " lists no change");
        }
        return List.of(Figure.of(KILLED, (double) noticed / all, "", Budget.atLeast(0.85)));
    }
}
