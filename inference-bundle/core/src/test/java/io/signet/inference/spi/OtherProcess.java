package io.signet.inference.spi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another Java process with this one's classes: for libraries that are missing, and for how a process ends. */
public final class OtherProcess {
    private OtherProcess() {}

    /**
     * Runs {@code main} to its end, which must be a good one.
     *
     * @param empty a directory in which there are no libraries; the process leaves its own files there
     * @return what it printed
     */
    public static String withoutLibraries(Class<?> main, Path empty) throws IOException, InterruptedException {
        return run(main, empty, empty.toString());
    }

    /**
     * Runs {@code main} to its end, which must be a good one, with the libraries of this process.
     *
     * @param work where the process leaves its files; {@code main}'s only argument
     * @return what it printed
     */
    public static String withLibraries(Class<?> main, Path work) throws IOException, InterruptedException {
        return run(main, work, System.getProperty("java.library.path"));
    }

    private static String run(Class<?> main, Path work, String libraries) throws IOException, InterruptedException {
        Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.library.path=" + libraries,
                        "-Djava.io.tmpdir=" + work,
                        "-Dorg.bytedeco.javacpp.cachedir=" + work.resolve("cache"),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        work.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (java.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }
}
