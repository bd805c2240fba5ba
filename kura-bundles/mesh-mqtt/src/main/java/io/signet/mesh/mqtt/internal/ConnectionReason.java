package io.signet.mesh.mqtt.internal;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/** Says in one line why a connection failed, and what an operator can do where it is TLS that fails. */
public final class ConnectionReason {
    private static final int CAUSES_MAX = 10;
    private static final String CERTIFICATE_ADVICE =
            "it must be issued by the owner whom the broker trusts, and be valid now";

    private ConnectionReason() {}

    /** The reason behind {@code failure}. */
    public static String of(Throwable failure) {
        Throwable cause = failure;
        String fallback = failure.toString();
        @Nullable String found = null;
        boolean withinTls = false;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            withinTls |= cause instanceof SSLException;
            String reason = ofOne(cause, withinTls);
            if (reason != null) {
                found = reason; // the innermost says most
            }
            fallback = cause.toString();
            cause = cause.getCause();
        }
        return found == null ? fallback : found;
    }

    private static @Nullable String ofOne(Throwable cause, boolean withinTls) {
        if (cause instanceof UnknownHostException) {
            return "unknown host";
        }
        if (cause instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (cause instanceof NoRouteToHostException) {
            return "no route to host";
        }
        if (cause instanceof ConnectException) {
            return "nothing listens there";
        }
        if (cause instanceof EOFException && !withinTls) {
            return "the broker closed the connection";
        }
        if (cause instanceof SocketException) {
            return "the broker broke the connection off; if it does so at once, it refuses this node's certificate: "
                    + CERTIFICATE_ADVICE;
        }
        if (cause instanceof MqttException mqtt) {
            return ofCode(mqtt.getReasonCode());
        }
        return withinTls ? ofTls(cause) : null;
    }

    private static @Nullable String ofTls(Throwable cause) {
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return "the broker's certificate is not valid now (" + cause.getMessage()
                    + "): renew it, or set this machine's clock";
        }
        if (cause instanceof CertPathBuilderException) {
            return "the broker's certificate was not issued by a trusted owner:"
                    + " list that owner's certificate in the trust file, or issue the broker another certificate";
        }
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no subject alternative") || text.contains("no name matching")) {
            return "the broker's certificate is not for this host name (" + cause.getMessage()
                    + "): use a name that is in the certificate, or issue the broker one with this name";
        }
        if (text.contains("received fatal alert")) {
            if (text.contains("protocol_version")) {
                return "the broker does not speak TLS 1.3: enable it there";
            }
            return "the broker refuses this node's certificate (" + cause.getMessage() + "): " + CERTIFICATE_ADVICE;
        }
        if (text.contains("unsupported or unrecognized ssl message") || text.contains("remote host terminated")) {
            return "the broker does not answer with TLS there (" + cause.getMessage()
                    + "): check the port, and that its listener uses TLS 1.3";
        }
        return cause instanceof SSLException ? "TLS failed: " + cause.getMessage() : null;
    }

    /** The reason that a broker gives with {@code code} (MQTT 5 sections 3.2.2.2 and 3.14.2.1); null for Paho's own. */
    static @Nullable String ofCode(int code) {
        return switch (code) {
            case 0x81, 0x82 -> "the broker reports a protocol error";
            case 0x84 -> "the broker does not speak MQTT 5";
            case 0x85 -> "the broker refuses the client id: it must start with the certificate's common name and '-'";
            case 0x86, 0x87 -> "the broker does not authorise this node for what it does";
            case 0x88, 0x89 -> "the broker is busy or unavailable";
            case 0x8b -> "the broker is shutting down";
            case 0x8d -> "the broker heard nothing for too long";
            case 0x8e -> "another process took over this client id";
            case 0x93 -> "the broker says that its receive maximum was exceeded";
            case 0x95 -> "the broker says that a packet was too large";
            case 0x97, 0x9f -> "the broker's quota is exceeded";
            case 0x9c, 0x9d -> "the broker asks to use another server";
            case MqttTimeouts.CLIENT_TIMEOUT, MqttTimeouts.WRITE_TIMEOUT -> "the broker no longer answers";
            default -> null;
        };
    }

    /** Reason codes of Paho's own, from its MqttClientException. */
    private static final class MqttTimeouts {
        static final int CLIENT_TIMEOUT = 32000;
        static final int WRITE_TIMEOUT = 32002;

        private MqttTimeouts() {}
    }
}
