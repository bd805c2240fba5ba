package io.signet.cli.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Vespa's container with its model server ({@code /model-evaluation/v1}), a published one for the JVM that runs the same
 * ONNX file on ONNX Runtime, too. It is fetched when it is needed.
 */
final class VespaServer implements AutoCloseable {
    private static final String VESPA = "8.700.24";
    /** The one whose Java classes that Vespa's jars have; they hold no native library. */
    private static final String ONNX_RUNTIME = "1.23.2";

    private static final String MODEL = "network";
    private static final int FETCH_MAX_S = 600;
    private static final int STOP_MAX_S = 10;

    private final Process process;
    private final Path log;
    private final int port;

    private VespaServer(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Serves {@code onnx} at {@code port}; returns before it answers.
     *
     * @param directory an empty directory for its files
     * @param threads that it computes one request with
     */
    static VespaServer start(Path directory, Path onnx, int port, int threads)
            throws IOException, InterruptedException, BenchmarkException {
        String classes = classPath(directory);
        Path application = Files.createDirectories(directory.resolve("application"));
        Files.copy(onnx, Files.createDirectory(application.resolve("models")).resolve(MODEL + ".onnx"));
        Files.writeString(
                application.resolve("services.xml"),
                """
                <services version="1.0">
                  <container version="1.0" id="default">
                    <model-evaluation>
                      <onnx><models><model name="%s"><intraop-threads>%d</intraop-threads></model></models></onnx>
                    </model-evaluation>
                    <http><server id="http" port="%d"/></http>
                  </container>
                </services>
                """
                        .formatted(MODEL, threads, port));
        Path log = directory.resolve("vespa.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classes + File.pathSeparator + ownClasses()));
        command.addAll(List.of(VespaMain.class.getName(), application.toString()));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile()) // it writes logs of its own where it is
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new VespaServer(process, log, port);
    }

    /** Where {@link VespaMain} is. */
    private static Path ownClasses() throws BenchmarkException {
        try {
            return Path.of(VespaMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new BenchmarkException("this program's file has an odd name: " + e.getMessage(), e);
        }
    }

    /** Vespa's jars and what they need, from Maven's registry or from its cache on this machine. */
    private static String classPath(Path directory) throws IOException, InterruptedException, BenchmarkException {
        Path pom = directory.resolve("pom.xml");
        Files.writeString(
                pom,
                """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>io.signet</groupId>
                  <artifactId>vespa-to-compare-with</artifactId>
                  <version>1</version>
                  <dependencies>
                    <dependency>
                      <groupId>com.microsoft.onnxruntime</groupId>
                      <artifactId>onnxruntime</artifactId>
                      <version>%s</version>
                    </dependency>
                    <dependency>
                      <groupId>com.yahoo.vespa</groupId>
                      <artifactId>application</artifactId>
                      <version>%s</version>
                    </dependency>
                  </dependencies>
                </project>
                """
                        .formatted(ONNX_RUNTIME, VESPA));
        Path output = directory.resolve("class.path");
        Path log = directory.resolve("maven.log");
        Process maven = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-f",
                        pom.toString(),
                        "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                        "-Dmdep.outputFile=" + output)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!maven.waitFor(FETCH_MAX_S, TimeUnit.SECONDS) || maven.exitValue() != 0) {
            maven.destroyForcibly();
            throw new BenchmarkException("Maven can't fetch Vespa " + VESPA + ":\n" + Files.readString(log));
        }
        return Files.readString(output, StandardCharsets.UTF_8).strip();
    }

    /** Where {@code function} of the model is computed. */
    URI evaluate(String function) {
        return URI.create("http://127.0.0.1:" + port + "/model-evaluation/v1/" + MODEL + "/" + function
                + "/eval?format.tensors=short-value");
    }

    /**
     * Does nothing if it runs.
     *
     * @throws BenchmarkException if it has ended; with what it said
     */
    void requireAlive() throws IOException, BenchmarkException {
        if (!process.isAlive()) {
            throw new BenchmarkException("Vespa ended: " + Files.readString(log));
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
