package io.signet.gateway.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs shell lines with curl in them, which nobody here wrote. */
record Curl(int exit, String output) {
    static Curl run(Path directory, Map<String, String> variables, String script)
            throws IOException, InterruptedException {
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", script)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        shell.environment().putAll(variables);
        shell.environment().put("CURL_HOME", directory.toString());
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the shell does not end: " + script);
        }
        return new Curl(process.exitValue(), output);
    }
}
