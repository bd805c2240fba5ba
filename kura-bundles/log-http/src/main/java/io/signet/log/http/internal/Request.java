package io.signet.log.http.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of an HTTP/1.1 request (RFC 9112), as far as a server of files needs it. Nothing else is kept of it.
 *
 * @param method as it was sent
 * @param target what is asked for, as it was sent
 * @param ifNoneMatch the validators that the client has (RFC 9110 section 13.1.2), empty if none
 * @param keepAlive whether the client wants to go on afterwards
 */
record Request(String method, String target, String ifNoneMatch, boolean keepAlive) {
    /** Most bytes of a request's head. */
    static final int HEAD_BYTES_MAX = 8 * 1024;

    /**
     * Reads the next request; empty if the client has ended the connection before it.
     *
     * @throws BadRequestException if it is none, too long, or has a body
     */
    static Optional<Request> read(InputStream in) throws IOException, BadRequestException {
        LineReader lines = new LineReader(in);
        Optional<String> first = lines.next();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        String[] words = first.get().split(" ", -1);
        if (words.length != 3 || !words[2].matches("HTTP/1\\.[01]")) {
            throw new BadRequestException(400, "the first line is no request of HTTP/1.1");
        }
        String ifNoneMatch = "";
        boolean keepAlive = words[2].equals("HTTP/1.1");
        while (true) {
            String line = lines.next().orElseThrow(() -> new BadRequestException(400, "the request ends too early"));
            if (line.isEmpty()) {
                return Optional.of(new Request(words[0], words[1], ifNoneMatch, keepAlive));
            }
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new BadRequestException(400, "a header line has no name");
            }
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "if-none-match" -> ifNoneMatch = value;
                case "connection" -> keepAlive = keepAlive && !value.equalsIgnoreCase("close");
                case "transfer-encoding" -> throw new BadRequestException(400, "nothing here takes a body");
                case "content-length" -> {
                    if (!value.equals("0")) {
                        throw new BadRequestException(400, "nothing here takes a body");
                    }
                }
                default -> {
                    // says nothing that matters here
                }
            }
        }
    }

    /** Reads the lines of a head, of {@link #HEAD_BYTES_MAX} bytes together. */
    private static final class LineReader {
        private final InputStream in;
        private int left = HEAD_BYTES_MAX;

        LineReader(InputStream in) {
            this.in = in;
        }

        /** The next line without its end; empty if there is none. */
        Optional<String> next() throws IOException, BadRequestException {
            StringBuilder line = new StringBuilder();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    if (line.isEmpty()) {
                        return Optional.empty();
                    }
                    throw new BadRequestException(400, "the request ends within a line");
                }
                if (--left <= 0) {
                    throw new BadRequestException(431, "a request's head has at most " + HEAD_BYTES_MAX + " bytes");
                }
                if (next != '\r' && (next < ' ' || next > '~')) {
                    throw new BadRequestException(400, "a request's head is printable ASCII");
                }
                line.append((char) next);
            }
            String text = line.toString();
            return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }
    }

    /** A request that can't be answered, nor what comes after it read. */
    static final class BadRequestException extends Exception {
        private final int status;

        BadRequestException(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }

        /** The status code. */
        int status() {
            return status;
        }
    }
}
