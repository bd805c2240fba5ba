package io.signet.firstboot.internal;

import io.signet.attestation.HardwareKey;
import io.signet.firstboot.BoxHome;
import io.signet.firstboot.member.MemberKeeper;
import io.signet.firstboot.member.ReleaseFetch;
import io.signet.provisioning.ProvisioningException;
import io.signet.runtime.Clock;
import io.signet.runtime.Limits;
import io.signet.runtime.SystemRandom;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Keeps the running node a member; says of it what the launcher tells people ({@code NodeStatus}). */
@Designate(ocd = MembershipConfig.class)
@Component(
        name = MembershipConfig.PID,
        configurationPid = MembershipConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = Supplier.class,
        property = "signet.status=member")
public final class MembershipComponent implements Supplier<String> {
    private final MemberKeeper keeper;
    private final KeeperThread thread;

    /** Begins to ask. */
    @Activate
    public MembershipComponent(MembershipConfig config, @Reference HardwareKey key)
            throws ProvisioningException, IOException {
        Path home = Path.of(Limits.requireText("home.directory", config.home_directory(), 4096));
        int seconds = Limits.requireInRange("poll.seconds", config.poll_seconds(), 1, 3_600);
        keeper = new MemberKeeper(
                new BoxHome(home),
                key,
                new MemberKeeper.Settings(Duration.ofSeconds(seconds), List.of(new ReleaseFetch(home))),
                Clock.SYSTEM,
                SystemRandom.create());
        thread = KeeperThread.start(keeper);
    }

    @Override
    public String get() {
        return keeper.status();
    }

    /** Gives up what is under way: the next start goes on with it. */
    @Deactivate
    void deactivate() {
        thread.close();
    }
}
