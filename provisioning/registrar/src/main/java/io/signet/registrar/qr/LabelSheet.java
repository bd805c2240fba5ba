package io.signet.registrar.qr;

import io.signet.provisioning.enrolment.Label;
import java.util.List;

/** A page to print: labels with their QR codes, to be cut out. It needs nothing from elsewhere. */
public final class LabelSheet {
    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Labels of boxes</title>
            <style>
            body { font: 10pt sans-serif; color: #000; background: #fff; display: flex; flex-wrap: wrap; gap: 4mm; }
            figure { width: 58mm; margin: 0; padding: 2mm; border: 1px dashed #767676; break-inside: avoid; text-align: center; }
            svg { width: 40mm; height: 40mm; }
            code { font: 9pt monospace; }
            </style>
            </head>
            <body>
            """;

    private LabelSheet() {}

    /** The sheet of {@code labels}, in HTML. */
    public static String html(List<Label> labels) {
        StringBuilder html = new StringBuilder(HEAD);
        for (Label label : labels) {
            LabelQr code = LabelQr.of(label);
            html.append(
                            "<figure><svg role=\"img\" aria-label=\"QR code\" shape-rendering=\"crispEdges\" viewBox=\"0 0 ")
                    .append(code.side())
                    .append(' ')
                    .append(code.side())
                    .append("\"><path d=\"")
                    .append(code.svgPath())
                    .append("\"/></svg><figcaption>")
                    .append(label.id())
                    .append("<br><code>")
                    .append(label.text())
                    .append("</code></figcaption></figure>\n");
        }
        return html.append("</body>\n</html>\n").toString();
    }
}
