package io.signet.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signet.statement.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceReportTest {
    private static EvidenceReport report(List<Finding> findings) {
        return new EvidenceReport(1, true, Optional.empty(), findings);
    }

    @Test
    void findings_areReadAsTheyWereWritten() {
        List<Finding> findings = List.of(
                new Finding.Proved("hardware", "A chip."),
                new Finding.Failed("firmware", "Another one."),
                new Finding.NotProved("time", "Who knows?"));
        assertThat(EvidenceReport.findings(report(findings).text())).isEqualTo(findings);
        assertThat(EvidenceReport.findings("")).isEmpty();
    }

    @Test
    void whatANodeSays_isBounded_andInOneLine() {
        Finding long1 = new Finding.Failed("hardware", "a\n+b\tc" + "x".repeat(10_000));
        EvidenceReport report = report(Collections.nCopies(100, long1));
        List<Finding> read = EvidenceReport.findings(report.text());
        assertThat(read).hasSize(EvidenceReport.FINDINGS_MAX).allSatisfy(finding -> assertThat(finding)
                .isInstanceOf(Finding.Failed.class));
        assertThat(read.get(0).detail()).startsWith("a +b c").hasSize(EvidenceReport.SENTENCE_CHARS_MAX);
        assertThat(report.text().length()).isLessThan(32_768);
    }

    @Test
    void whatNobodyWrote_isRefused() {
        assertThatThrownBy(() -> EvidenceReport.findings("*a\tb\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EvidenceReport.findings("+ab\n")).isInstanceOf(IllegalArgumentException.class);
    }
}
