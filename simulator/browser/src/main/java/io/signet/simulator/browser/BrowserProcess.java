package io.signet.simulator.browser;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The process of a Chromium without a window. */
final class BrowserProcess {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final String LISTENING = "DevTools listening on ";
    private static final int SAID_LINES_MAX = 100;

    private BrowserProcess() {}

    /** The program, if this machine has one. */
    static Optional<Path> executable() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(":"))
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one whose files are in {@code directory}. */
    static Process start(Path executable, Path directory) throws IOException {
        return new ProcessBuilder(
                        executable.toString(),
                        "--headless=new",
                        "--no-sandbox", // root has none
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--disable-breakpad",
                        "about:blank")
                .redirectErrorStream(true)
                .start();
    }

    /** The address that it prints once it listens; the rest of what it prints is read off so that it never blocks. */
    static String address(Process process) throws IOException {
        CompletableFuture<String> address = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, address), "chromium-output");
        reader.setDaemon(true);
        reader.start();
        return DevTools.await("its address", address);
    }

    private static void read(Process process, CompletableFuture<String> address) {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(LISTENING)) {
                    address.complete(line.substring(LISTENING.length()));
                } else if (!address.isDone() && said.size() < SAID_LINES_MAX) {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            said.add(e.toString());
        }
        address.completeExceptionally(new IOException("Chromium ended at once, and said " + said));
    }
}
