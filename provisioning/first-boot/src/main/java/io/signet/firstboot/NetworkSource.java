package io.signet.firstboot;

import io.signet.provisioning.enrolment.RegistrarDiscovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registrars that announce themselves in the networks this machine is in, by multicast DNS. An announcement proves nothing, and
 * anybody can make one: so there is a bound, and the first contact shows which is the owner's.
 */
public final class NetworkSource implements RegistrarSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkSource.class);
    private static final int REGISTRARS_MAX = 16;

    private final Runnable news;
    private final Map<String, URI> found = new LinkedHashMap<>();
    private final List<JmDNS> browsers = new ArrayList<>();
    private boolean closed;

    private NetworkSource(Runnable news) {
        this.news = news;
    }

    /**
     * Begins to listen in all networks.
     *
     * @param news is run when another registrar was found
     */
    public static NetworkSource everywhere(Runnable news) {
        try {
            return in(RegistrarDiscovery.localAddresses(), news);
        } catch (SocketException e) {
            LOG.warn("this machine's networks can't be told, so no registrar is looked for there: {}", e.getMessage());
            return in(List.of(), news);
        }
    }

    /**
     * Begins to listen.
     *
     * @param addresses of this machine, one in each network
     * @param news is run when another registrar was found
     */
    public static NetworkSource in(List<InetAddress> addresses, Runnable news) {
        NetworkSource source = new NetworkSource(news);
        // It takes a second in each network, for which nobody needs to wait.
        Thread starter = new Thread(() -> addresses.forEach(source::browse), "registrar-browser");
        starter.setDaemon(true);
        starter.start();
        return source;
    }

    private void browse(InetAddress address) {
        try {
            JmDNS browser = JmDNS.create(address);
            if (keep(browser)) {
                browser.addServiceListener(RegistrarDiscovery.HTTPS, new Listener(browser));
            } else {
                browser.close();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("no registrar is looked for in the network of {}: {}", address.getHostAddress(), e.getMessage());
        }
    }

    private synchronized boolean keep(JmDNS browser) {
        if (!closed) {
            browsers.add(browser);
        }
        return !closed;
    }

    private final class Listener implements ServiceListener {
        private final JmDNS browser;

        Listener(JmDNS browser) {
            this.browser = browser;
        }

        @Override
        public void serviceAdded(ServiceEvent event) {
            browser.requestServiceInfo(event.getType(), event.getName());
        }

        @Override
        public void serviceResolved(ServiceEvent event) {
            add(event.getName(), event.getInfo());
        }

        @Override
        public void serviceRemoved(ServiceEvent event) {
            remove(event.getName());
        }
    }

    private void add(String name, ServiceInfo info) {
        Inet4Address[] addresses = info.getInet4Addresses();
        if (addresses.length == 0 || info.getPort() < 1) {
            return; // the rest comes later
        }
        URI registrar = URI.create("https://" + addresses[0].getHostAddress() + ":" + info.getPort());
        synchronized (this) {
            if (found.size() >= REGISTRARS_MAX || registrar.equals(found.put(name, registrar))) {
                return;
            }
        }
        LOG.info("a registrar is announced at {}", registrar);
        news.run();
    }

    private synchronized void remove(String name) {
        found.remove(name);
    }

    @Override
    public synchronized List<URI> find() {
        return List.copyOf(found.values());
    }

    /** Listens no longer. */
    @Override
    public void close() {
        List<JmDNS> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(browsers);
            browsers.clear();
        }
        for (JmDNS browser : open) { // their listeners may be waiting for this object's lock
            try {
                browser.close();
            } catch (IOException e) {
                LOG.debug("a browser did not close cleanly", e);
            }
        }
    }
}
