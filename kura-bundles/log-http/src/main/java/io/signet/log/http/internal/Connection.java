package io.signet.log.http.internal;

import io.signet.statement.Bytes;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Answers the requests of one connection, one after the other, until an end or its deadline. */
final class Connection implements Runnable {
    /** Requests that one connection may make: a client that stays gives others its place now and then. */
    private static final int REQUESTS_MAX = 10_000;

    private final Socket socket;
    private final LogResources resources;
    private final long requestNanosMax;
    private volatile long deadlineNanos;

    /** Each request, with the wait for it, may take {@code requestNanosMax}; see {@link #endIfLate}. */
    Connection(Socket socket, LogResources resources, long requestNanosMax) {
        this.socket = socket;
        this.resources = resources;
        this.requestNanosMax = requestNanosMax;
        this.deadlineNanos = System.nanoTime() + requestNanosMax;
    }

    @Override
    public void run() {
        try (socket) {
            BufferedInputStream in = new BufferedInputStream(socket.getInputStream(), 1024);
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < REQUESTS_MAX; i++) {
                deadlineNanos = System.nanoTime() + requestNanosMax;
                if (!answerNext(in, out)) {
                    return;
                }
            }
        } catch (IOException goneOrLate) {
            close();
        }
    }

    /** Answers a request; false if there is to be none after it. */
    private boolean answerNext(BufferedInputStream in, OutputStream out) throws IOException {
        Request request;
        try {
            Optional<Request> next = Request.read(in);
            if (next.isEmpty()) {
                return false;
            }
            request = next.get();
        } catch (Request.BadRequestException e) {
            write(out, Response.failure(e.status(), e.getMessage()), "", true, false);
            return false;
        }
        boolean head = request.method().equals("HEAD");
        Response response = head || request.method().equals("GET")
                ? resources.get(request.target())
                : Response.failure(405, "a log is only read: GET or HEAD");
        write(out, response, request.ifNoneMatch(), !head, request.keepAlive());
        return request.keepAlive();
    }

    private static void write(
            OutputStream out, Response response, String ifNoneMatch, boolean withBody, boolean keepAlive)
            throws IOException {
        boolean found = response.status() == 200;
        boolean known = found && matches(ifNoneMatch, response.entityTag());
        Bytes body = response.body();
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(known ? 304 : response.status())
                .append(' ')
                .append("\r\n");
        head.append("Cache-Control: ").append(response.caching().directives()).append("\r\n");
        if (found) {
            head.append("ETag: ").append(response.entityTag()).append("\r\n");
        }
        if (response.status() == 405) {
            head.append("Allow: GET, HEAD\r\n");
        }
        if (!known) {
            head.append("Content-Type: ").append(response.type()).append("\r\n");
            head.append("Content-Length: ").append(body.size()).append("\r\n");
        }
        head.append("Access-Control-Allow-Origin: *\r\nX-Content-Type-Options: nosniff\r\n");
        head.append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
        byte[] headBytes = head.toString().getBytes(StandardCharsets.US_ASCII);
        int bodyBytes = withBody && !known ? body.size() : 0;
        byte[] all = Arrays.copyOf(headBytes, headBytes.length + bodyBytes);
        body.asBuffer().get(all, headBytes.length, bodyBytes);
        out.write(all); // one write: two would wait for each other's acknowledgement
    }

    private static boolean matches(String ifNoneMatch, String entityTag) {
        return Arrays.stream(ifNoneMatch.split(",", -1))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(entityTag) || tag.equals("W/" + entityTag));
    }

    /** Ends the connection if its request takes too long: a client that is slow on purpose keeps nobody's place. */
    void endIfLate(long nowNanos) {
        if (nowNanos - deadlineNanos > 0) {
            close();
        }
    }

    /** Ends the connection. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no more use either way
        }
    }
}
