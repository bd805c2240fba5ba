package io.signet.inference.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A Java process with this one's classes and without its libraries: what is loaded here is loaded for good. */
public final class OtherProcess {
    private OtherProcess() {}

    /**
     * Runs {@code main} to its end, which must be a good one.
     *
     * @param empty a directory in which there are no libraries; the process leaves its own files there
     * @return what it printed
     */
    public static String withoutLibraries(Class<?> main, Path empty) throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.library.path=" + empty,
                        "-Djava.io.tmpdir=" + empty,
                        "-Dorg.bytedeco.javacpp.cachedir=" + empty.resolve("cache"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (java.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }
}
