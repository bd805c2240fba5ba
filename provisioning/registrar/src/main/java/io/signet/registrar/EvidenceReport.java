package io.signet.registrar;

import io.signet.statement.Digest;
import io.signet.statement.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the registrar saw when it looked at a node's evidence last. Only of who proved to know the label's code, or to be the node.
 *
 * @param atMillis when, in milliseconds since 1970
 * @param good whether it was enough for a certificate
 * @param chip the SHA-256 of the endorsement key of the node's TPM (TPMT_PUBLIC); empty without one
 * @param findings what was found, in the order of the checks; at most {@link #FINDINGS_MAX} are kept
 */
public record EvidenceReport(long atMillis, boolean good, Optional<Digest> chip, List<Finding> findings) {
    /** Most findings of a report. */
    public static final int FINDINGS_MAX = 32;

    /** Longest sentence; longer ones are cut. */
    public static final int SENTENCE_CHARS_MAX = 512;

    /** Longest word of what a finding is about. */
    public static final int CLAIM_CHARS_MAX = 32;

    private static final String LINE_ENDS = "[\\r\\n\\t]";

    public EvidenceReport {
        findings = findings.stream().limit(FINDINGS_MAX).toList();
    }

    /** The findings, a line each: a letter for what kind it is, what it is about, a tabulator, the sentence. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            text.append(Kind.of(finding).letter)
                    .append(cut(finding.claim(), CLAIM_CHARS_MAX))
                    .append('\t')
                    .append(cut(finding.detail(), SENTENCE_CHARS_MAX))
                    .append('\n');
        }
        return text.toString();
    }

    private static String cut(String text, int charsMax) {
        String line = text.replaceAll(LINE_ENDS, " ");
        return line.length() <= charsMax ? line : line.substring(0, charsMax);
    }

    /**
     * The findings that {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it did not
     */
    public static List<Finding> findings(String text) {
        List<Finding> findings = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int tab = line.indexOf('\t');
            if (tab < 1) {
                throw new IllegalArgumentException("a line of findings has no tabulator");
            }
            findings.add(Kind.of(line.charAt(0)).finding(line.substring(1, tab), line.substring(tab + 1)));
        }
        return findings;
    }

    /** Of a finding, as one letter. */
    public enum Kind {
        /** It was checked and holds. */
        PROVED('+'),
        /** It was checked and does not hold. */
        FAILED('-'),
        /** It can't be known. */
        OPEN('?');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** Of which kind {@code finding} is. */
        public static Kind of(Finding finding) {
            if (finding instanceof Finding.Proved) {
                return PROVED;
            }
            return finding instanceof Finding.Failed ? FAILED : OPEN;
        }

        private static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("a line of findings begins with another letter");
        }

        private Finding finding(String claim, String detail) {
            return switch (this) {
                case PROVED -> new Finding.Proved(claim, detail);
                case FAILED -> new Finding.Failed(claim, detail);
                case OPEN -> new Finding.NotProved(claim, detail);
            };
        }
    }
}
