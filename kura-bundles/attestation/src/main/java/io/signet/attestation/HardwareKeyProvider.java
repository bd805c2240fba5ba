package io.signet.attestation;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;

/**
 * The security provider that signs with {@link HardwareKey}s through {@code SHA256withECDSA}: what TLS 1.3, DTLS and
 * certificate requests ask the platform for. Java finds it by the type of the key, so that nobody has to name it, and
 * leaves all other keys to the other providers.
 */
public final class HardwareKeyProvider extends Provider {
    /** Its name among the platform's providers. */
    public static final String NAME = "SignetHardwareKeys";

    private static final long serialVersionUID = 1;
    static final String ALGORITHM = "SHA256withECDSA";

    /** A provider that nobody knows yet; see {@link #install}. */
    public HardwareKeyProvider() {
        super(NAME, "1.0", "signs with keys that hardware keeps");
        putService(new SignatureService(this));
    }

    /** Adds it to the platform's providers, in place of one that an earlier version of this bundle left there. */
    public static synchronized void install() {
        Provider present = Security.getProvider(NAME);
        if (present instanceof HardwareKeyProvider) {
            return;
        }
        Security.removeProvider(NAME);
        Security.addProvider(new HardwareKeyProvider());
    }

    private static final class SignatureService extends Service {
        SignatureService(Provider provider) {
            super(provider, "Signature", ALGORITHM, OpaqueSignature.class.getName(), List.of(), Map.of());
        }

        @Override
        public Object newInstance(Object constructorParameter) {
            return new OpaqueSignature();
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return parameter instanceof HardwarePrivateKey;
        }
    }
}
