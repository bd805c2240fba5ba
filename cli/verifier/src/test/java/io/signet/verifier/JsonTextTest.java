package io.signet.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void mapsListsTextsAndNumbers_areWritten() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a \"quoted\" \\ line\n\u00fc \ud83d\ude00");
        object.put("numbers", List.of(1, -2L, true));
        object.put("none", List.of());
        object.put("inner", Map.of("empty", Map.of()));
        assertThat(JsonText.of(object))
                .isEqualTo(
                        """
                {
                  "text" : "a \\"quoted\\" \\\\ line\\u000a\\u00fc \\ud83d\\ude00",
                  "numbers" : [
                    1,
                    -2,
                    true
                  ],
                  "none" : [],
                  "inner" : {
                    "empty" : {}
                  }
                }""");
    }
}
