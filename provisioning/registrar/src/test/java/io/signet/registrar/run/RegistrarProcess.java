package io.signet.registrar.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A registrar in a process of its own that is killed as answers go out, and started again. */
final class RegistrarProcess implements AutoCloseable {
    private final RegistrarHome home;
    private final int killsMax;
    private final int answersBetween;
    private Process process;
    private URI url;
    private int generation;
    private int answers;
    private int kills;

    /** One start of it. */
    record Run(int generation, URI url) {}

    RegistrarProcess(RegistrarHome home, int kills, int answers) throws IOException {
        this.home = home;
        this.killsMax = kills;
        this.answersBetween = Math.max(1, answers / (kills + 1));
        this.process = launch();
        this.url = awaitReady(process);
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RegistrarProcess.class.getName(),
                        home.directory().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static URI awaitReady(Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the registrar did not start");
        }
        return URI.create(line);
    }

    /** The process that runs. */
    synchronized Run run() {
        return new Run(generation, url);
    }

    /** Waits for another process than {@code failed}, which did not answer. */
    synchronized Run after(Run failed) throws InterruptedException {
        while (generation == failed.generation()) {
            wait();
        }
        return run();
    }

    /** A node got a certificate: now and then the process is killed, while others are being answered. */
    synchronized void answered() throws IOException, InterruptedException {
        answers++;
        if (answers % answersBetween == 0 && kills < killsMax) {
            kills++;
            process.destroyForcibly();
            process.waitFor();
            process = launch();
            url = awaitReady(process);
            generation++;
            notifyAll();
        }
    }

    synchronized int kills() {
        return kills;
    }

    @Override
    public synchronized void close() throws IOException {
        process.destroy();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws Exception {
        RegistrarHome home = new RegistrarHome(Path.of(arguments[0]));
        RegistrarService service = RegistrarService.start(
                home,
                KilledRegistrarTest.PASSPHRASE.toCharArray(),
                new InetSocketAddress(InetAddress.getByName("localhost"), 0),
                io.signet.runtime.Clock.SYSTEM,
                new SecureRandom());
        System.out.println(service.url());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    }
}
