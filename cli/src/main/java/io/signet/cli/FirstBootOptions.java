package io.signet.cli;

import io.signet.firstboot.BoxHome;
import io.signet.firstboot.Display;
import io.signet.firstboot.FirstBoot;
import io.signet.firstboot.FirstBoot.Outside;
import io.signet.firstboot.MediaSource;
import io.signet.firstboot.NetworkSource;
import io.signet.firstboot.Pause;
import io.signet.firstboot.Progress;
import io.signet.firstboot.RegistrarAddress;
import io.signet.firstboot.RegistrarSource;
import io.signet.firstboot.Step;
import io.signet.firstboot.show.ConsoleDisplay;
import io.signet.firstboot.show.FirstBootPage;
import io.signet.firstboot.show.LedDisplay;
import io.signet.launcher.NodeMain;
import io.signet.provisioning.ProvisioningException;
import io.signet.provisioning.owner.NodeKeys.NodeKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a box that is no node yet becomes one. */
final class FirstBootOptions {
    private static final int PAGE_PORT = 8080;

    @Option(
            names = "--registrar",
            paramLabel = "URL",
            converter = AddressConverter.class,
            description =
                    "First boot: where the owner's registrar is. Without it the box looks for it on USB sticks and"
                            + " in the local network, and asks on its page.")
    private Optional<URI> registrar = Optional.empty();

    @Option(
            names = "--label-file",
            paramLabel = "FILE",
            description = "First boot: the code on the box's label, mode 600. By default the file 'label' in the node's"
                    + " directory.")
    private Optional<Path> labelFile = Optional.empty();

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description =
                    "First boot: a directory with signet.yaml ('registrar: https://HOST:PORT') or signet-qr.txt (the"
                            + " address alone). By default all USB sticks below /media and /run/media.")
    private Optional<Path> media = Optional.empty();

    @Option(
            names = "--software-key",
            description =
                    "First boot: on a machine without a TPM, draw a key and keep it in a file. Not every owner accepts"
                            + " that.")
    private boolean softwareKey;

    @Option(names = "--no-browse", description = "First boot: do not look for registrars in the local network.")
    private boolean unbrowsed;

    @Option(
            names = "--led",
            paramLabel = "NAME",
            converter = LightConverter.class,
            description = "The light below /sys/class/leds that shows what the box is doing.")
    private Optional<Path> led = Optional.empty();

    @Option(
            names = "--page-port",
            paramLabel = "PORT",
            description = "First boot: the TCP port of the box's own page, which closes when the box is enrolled"
                    + " (${DEFAULT-VALUE}; 0 for none).")
    private int pagePort = PAGE_PORT;

    /** Reads an address as people write it. */
    static final class AddressConverter implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            try {
                return RegistrarAddress.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /** Finds a light by its name. */
    static final class LightConverter implements ITypeConverter<Path> {
        @Override
        public Path convert(String name) {
            if (!name.matches("[A-Za-z0-9_:.+-]{1,64}") || name.startsWith(".")) {
                throw new TypeConversionException("a light is called as in " + LedDisplay.LEDS + ", such as pwr");
            }
            return LedDisplay.LEDS.resolve(name);
        }
    }

    /**
     * Makes the box in {@code directory} a node, if it is a box's: there is no node yet, and a label, or an option for it.
     *
     * @param bundles what the node is going to be made of
     * @param lines is given what people shall read
     * @return where the node shows how it is
     */
    Display run(Path directory, Path bundles, Environment environment, Consumer<String> lines)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        List<Display> displays = new ArrayList<>();
        displays.add(new ConsoleDisplay(lines));
        led.ifPresent(light -> displays.add(new LedDisplay(light)));
        Optional<ServiceManager> manager = ServiceManager.of(environment);
        manager.ifPresent(displays::add);
        BoxHome home = new BoxHome(directory);
        if (!home.isNode() && isBox(directory)) {
            Files.createDirectories(directory);
            boot(home, bundles, environment, displays, manager, lines);
        }
        if (home.isNode() && !NodeMain.isRunning(directory)) {
            home.mend();
        }
        Display all = Display.all(displays);
        all.show(Progress.of(Step.RUNNING));
        return all;
    }

    private boolean isBox(Path directory) {
        return softwareKey
                || registrar.isPresent()
                || labelFile.isPresent()
                || media.isPresent()
                || Files.exists(directory.resolve(BoxHome.LABEL_FILE));
    }

    @SuppressWarnings("try") // the lock works by being open
    private void boot(
            BoxHome home,
            Path bundles,
            Environment environment,
            List<Display> displays,
            Optional<ServiceManager> manager,
            Consumer<String> lines)
            throws CliException, ProvisioningException, IOException, InterruptedException {
        RegistrarSource.Typed typed = new RegistrarSource.Typed();
        Pause.Waking pause = new Pause.Waking();
        List<RegistrarSource> sources = new ArrayList<>();
        sources.add(typed);
        registrar.ifPresent(url -> sources.add(RegistrarSource.named(url)));
        sources.add(media.map(MediaSource::in).orElseGet(MediaSource::mounted));
        Optional<NetworkSource> network = unbrowsed || registrar.isPresent()
                ? Optional.empty()
                : Optional.of(NetworkSource.everywhere(pause::wake));
        network.ifPresent(sources::add);
        Optional<FirstBootPage> page = page(
                environment,
                url -> {
                    typed.type(url);
                    pause.wake();
                },
                lines);
        page.ifPresent(displays::add);
        try (BoxLock lock = BoxLock.take(home.directory());
                NodeKey key = BoxKeys.open(home.directory(), softwareKey, environment.random())) {
            Path label = labelFile.orElse(home.directory().resolve(BoxHome.LABEL_FILE));
            lines.accept("this box is no node yet; its key: " + key.key().description());
            FirmwareAhead.measure(key.key(), bundles);
            Pause patient = manager.map(told -> told.pausing(pause)).orElse(pause);
            new FirstBoot(
                            home,
                            label,
                            sources,
                            new Outside(Display.all(displays), patient, environment.clock(), environment.random()))
                    .run(key);
        } finally {
            network.ifPresent(NetworkSource::close);
            page.ifPresent(shown -> {
                displays.remove(shown);
                shown.close();
            });
        }
    }

    private Optional<FirstBootPage> page(Environment environment, Consumer<URI> typed, Consumer<String> lines) {
        if (pagePort == 0) {
            return Optional.empty();
        }
        try {
            FirstBootPage page = FirstBootPage.open(new InetSocketAddress(pagePort), typed, environment.random());
            lines.accept("this box's own page is at http://ADDRESS:" + page.port() + "/");
            return Optional.of(page);
        } catch (IOException e) {
            lines.accept("this box has no page of its own: port " + pagePort + " can't be used: " + e.getMessage());
            return Optional.empty();
        }
    }
}
