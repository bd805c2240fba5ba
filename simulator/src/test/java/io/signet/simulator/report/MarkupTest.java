package io.signet.simulator.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {
    @Test
    void specialCharacters_areEscapedInTextAndAttributes() {
        assertThat(new Markup().leaf("p", "<b> & 'c'", "title", "\"><x>").toString())
                .isEqualTo("<p title=\"&quot;&gt;&lt;x&gt;\">&lt;b&gt; &amp; &#39;c&#39;</p>");
    }

    @Test
    void charactersThatXmlLacksOrThatTurnText_areReplaced() {
        assertThat(new Markup().text("a\u0000b\u001b[31m\u202ec\ud800d\uffff").toString())
                .isEqualTo("a\ufffdb\ufffd[31m\ufffdc\ufffdd\ufffd");
    }

    @Test
    void emptyElement_hasAnEndTagUnlessHtmlKnowsNone() {
        assertThat(new Markup().empty("div").empty("meta", "charset", "utf-8").toString())
                .isEqualTo("<div></div><meta charset=\"utf-8\"/>");
    }

    @Test
    void elementThatHasNotEnded_isABug() {
        assertThatThrownBy(() -> new Markup().open("p").toString())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("[p]");
    }

    @Test
    void scriptThatIsNoXml_isRefused() {
        assertThatThrownBy(() -> new Markup().own("a && b")).isInstanceOf(IllegalArgumentException.class);
    }
}
