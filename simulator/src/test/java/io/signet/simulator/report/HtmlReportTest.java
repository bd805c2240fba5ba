package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.simulator.run.RunReport;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final Pattern COORDINATES = Pattern.compile("[0-9MLHVZhl. %-]*");

    static Stream<RunReport> runs() {
        return Stream.of(
                SampleRuns.calm(), SampleRuns.stormy(), SampleRuns.crowded(), SampleRuns.empty(), SampleRuns.brief());
    }

    private static Document page(RunReport report) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(HtmlReport.html(report))));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList found = page.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Element byId(Document page, String id) {
        return elements(page, "*").stream()
                .filter(e -> e.getAttribute("id").equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no element has the id " + id));
    }

    private static List<Element> marked(Document page, String mark) {
        return elements(page, "*").stream()
                .filter(e -> e.getAttribute("class").equals(mark))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("runs")
    void anyRun_isAWellFormedPageWhoseReferencesResolve(RunReport report) throws Exception {
        Document page = page(report);
        Set<String> ids = new HashSet<>();
        for (Element element : elements(page, "*")) {
            if (element.hasAttribute("id")) {
                assertThat(ids.add(element.getAttribute("id")))
                        .as("the id %s is unique", element.getAttribute("id"))
                        .isTrue();
            }
        }
        for (Element element : elements(page, "*")) {
            for (String reference : List.of("aria-labelledby", "data-table")) {
                if (element.hasAttribute(reference)) {
                    assertThat(ids).contains(element.getAttribute(reference).split(" "));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void anyRun_hasNoCoordinateThatIsNoNumber(RunReport report) throws Exception {
        for (Element element : elements(page(report), "*")) {
            for (String attribute : List.of("x", "y", "x1", "x2", "y1", "y2", "width", "height", "d")) {
                if (!element.getTagName().equals("pattern") && element.hasAttribute(attribute)) {
                    assertThat(element.getAttribute(attribute)).matches(COORDINATES);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyChart_hasTitleDescriptionAndItsNumbers(RunReport report) throws Exception {
        Document page = page(report);
        for (Element figure : elements(page, "figure")) {
            assertThat(figure.getElementsByTagName("details").getLength()).isEqualTo(1);
            assertThat(figure.getElementsByTagName("table").getLength()).isEqualTo(1);
        }
        for (Element canvas : marked(page, "canvas")) {
            assertThat(canvas.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(canvas.getElementsByTagName("desc").item(0).getTextContent())
                    .isNotBlank();
        }
    }

    @Test
    void textOfAScenario_isNoMarkup() throws Exception {
        Document page = page(SampleRuns.crowded());
        assertThat(elements(page, "script")).hasSize(1);
        assertThat(page.getDocumentElement().getTextContent()).contains("<script>alert('no')</script> & so on.");
    }

    @Test
    void page_namesNoOtherHostAndForbidsAll() {
        String html = HtmlReport.html(SampleRuns.stormy());
        assertThat(html)
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("src=")
                .doesNotContain("@import");
        assertThat(html).contains("default-src &#39;none&#39;");
    }

    @Test
    void runThatFails_saysWhatBrokeAndHowToRunItAgain() throws Exception {
        Document page = page(SampleRuns.stormy());
        assertThat(page.getDocumentElement().getAttribute("class")).isEqualTo("fails");
        assertThat(marked(page, "result").get(0).getTextContent()).startsWith("Does not hold");
        assertThat(marked(page, "replay").get(0).getTextContent())
                .endsWith("./signet simulate half-lost --seed 42 --mode virtual");
        assertThat(marked(page, "bad").get(0).getTextContent()).contains("broken", "latency-p99 <= 10");
    }

    @Test
    void partsWithoutACompletedJob_areAGapInTheLine() throws Exception {
        String line = marked(page(SampleRuns.stormy()), "line p50").stream()
                .filter(e -> e.getAttribute("d").length() > 20)
                .findFirst()
                .orElseThrow()
                .getAttribute("d");
        assertThat(line.chars().filter(c -> c == 'M')).hasSize(2);
        assertThat(line.chars().filter(c -> c == 'L')).hasSize(60 - 4 - 2);
    }

    @Test
    void fewNodes_haveABarEachAndManyAreSorted() throws Exception {
        assertThat(byId(page(SampleRuns.calm()), "load")
                        .getElementsByTagName("li")
                        .getLength())
                .isEqualTo(12);
        Element crowd = byId(page(SampleRuns.crowded()), "load");
        assertThat(crowd.getElementsByTagName("tr").getLength()).isEqualTo(501);
        assertThat(crowd.getTextContent()).contains("the 500 of 100,000 with most rows");
    }

    @Test
    void cheats_areMarkedByMoreThanColour() throws Exception {
        assertThat(byId(page(SampleRuns.brief()), "load")
                        .getElementsByTagName("em")
                        .item(0)
                        .getTextContent())
                .isEqualTo("cheats");
        assertThat(marked(page(SampleRuns.crowded()), "rug")).hasSize(120);
    }

    @Test
    void thousandHappenings_areAllInTheirTable() throws Exception {
        Element table = byId(page(SampleRuns.crowded()), "happenings-data");
        assertThat(table.getElementsByTagName("tr").getLength()).isEqualTo(1 + RunReport.HAPPENINGS_MAX);
    }

    @Test
    void write_replacesTheOldPageAndLeavesNothingElse(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("report.html"), "old");
        HtmlReport.write(SampleRuns.calm(), file);
        assertThat(file).hasContent(HtmlReport.html(SampleRuns.calm()));
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void writeThatFails_leavesNothing(@TempDir Path directory) throws IOException {
        Path file = Files.createDirectory(directory.resolve("report.html"));
        Files.writeString(file.resolve("x"), "a directory with content can't be replaced");
        assertThatThrownBy(() -> HtmlReport.write(SampleRuns.calm(), file)).isInstanceOf(IOException.class);
        assertThat(directory).isDirectoryNotContaining(other -> !other.equals(file));
    }
}
