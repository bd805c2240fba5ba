package io.signet.registrar.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A registrar in a process of its own that is killed as answers go out, and started again. */
final class RegistrarProcess implements AutoCloseable {
    private final RegistrarHome home;
    private final int killsMax;
    private final int answersBetween;
    private Process process;
    private Ports ports;
    private int generation;
    private int answers;
    private int kills;

    private record Ports(URI url, int coap) {}

    /** One start of it. */
    record Run(int generation, URI url, int coapPort) {}

    /** A node that asks once for a certificate. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Asks {@code registrar}.
         *
         * @throws IOException if it was killed meanwhile
         */
        X509Certificate certificate(Run registrar) throws Exception;
    }

    RegistrarProcess(RegistrarHome home, int kills, int answers) throws IOException {
        this.home = home;
        this.killsMax = kills;
        this.answersBetween = Math.max(1, answers / (kills + 1));
        this.process = launch();
        this.ports = awaitReady(process);
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

    private static Ports awaitReady(Process process) throws IOException {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        if (line == null) {
            throw new IOException("the registrar did not start");
        }
        String[] words = line.split(" ");
        return new Ports(URI.create(words[0]), Integer.parseInt(words[1]));
    }

    /** The process that runs. */
    private synchronized Run run() {
        return new Run(generation, ports.url(), ports.coap());
    }

    /** Waits for another process than {@code failed}, which did not answer. */
    private synchronized Run after(Run failed) throws InterruptedException {
        while (generation == failed.generation()) {
            wait();
        }
        return run();
    }

    /** Has {@code node} ask until there is a certificate, each process of the registrar anew. */
    X509Certificate enrol(Attempt node) throws Exception {
        Run run = run();
        while (true) {
            try {
                X509Certificate certificate = node.certificate(run);
                answered();
                return certificate;
            } catch (IOException killed) {
                run = after(run);
            }
        }
    }

    /** A node got a certificate: now and then the process is killed, while others are being answered. */
    private synchronized void answered() throws IOException, InterruptedException {
        answers++;
        if (answers % answersBetween == 0 && kills < killsMax) {
            kills++;
            process.destroyForcibly();
            process.waitFor();
            process = launch();
            ports = awaitReady(process);
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
                Optional.of(new InetSocketAddress(InetAddress.getByName("localhost"), 0)),
                io.signet.runtime.Clock.SYSTEM,
                new SecureRandom());
        System.out.println(service.url() + " " + service.coapPort().orElseThrow());
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    }
}
