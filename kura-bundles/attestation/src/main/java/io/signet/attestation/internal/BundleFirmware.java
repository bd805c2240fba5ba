package io.signet.attestation.internal;

import io.signet.attestation.Firmware;
import io.signet.statement.Digest;
import io.signet.statement.evidence.FirmwareItem;
import io.signet.statement.evidence.FirmwareRun;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles of the framework that this runs in. Those that are installed when this starts are taken in the order of
 * their installation, which is the order in which they are started; later ones as they are started.
 */
@Component(service = Firmware.class)
public final class BundleFirmware implements Firmware, SynchronousBundleListener {
    private static final Logger LOG = LoggerFactory.getLogger(BundleFirmware.class);
    private static final String REFERENCE = "reference:";

    private final BundleContext context;
    private final List<FirmwareItem> items = new ArrayList<>();
    /** What was measured: a bundle that is updated has another time. */
    private final Map<Long, Long> measuredAt = new HashMap<>();

    private Consumer<FirmwareItem> follower = item -> {};

    /**
     * Measures all bundles that are installed.
     *
     * @throws UncheckedIOException if one can't be read: then nothing can be said of the firmware
     */
    @Activate
    public BundleFirmware(BundleContext context) {
        this.context = context;
        context.addBundleListener(this);
        Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID)
                .sorted(Comparator.comparingLong(Bundle::getBundleId))
                .forEach(this::measure);
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTING) {
            measure(event.getBundle());
        }
    }

    private synchronized void measure(Bundle bundle) {
        Long before = measuredAt.put(bundle.getBundleId(), bundle.getLastModified());
        if (before != null && before == bundle.getLastModified()) {
            return;
        }
        FirmwareItem item =
                new FirmwareItem(bundle.getSymbolicName(), bundle.getVersion().toString(), digest(bundle));
        LOG.debug("firmware: {}", item);
        items.add(item);
        follower.accept(item);
    }

    private static Digest digest(Bundle bundle) {
        String location = bundle.getLocation();
        String url = location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
        MessageDigest sha256 = Digest.newSha256();
        try (InputStream in = new DigestInputStream(new URL(url).openStream(), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digest.finish(sha256);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the bundle " + bundle.getSymbolicName() + " can't be measured, as " + location + " can't be read",
                    e);
        }
    }

    @Override
    public synchronized FirmwareRun run() {
        return new FirmwareRun(items);
    }

    @Override
    public synchronized FirmwareRun follow(Consumer<FirmwareItem> measure) {
        follower = measure;
        return run();
    }
}
