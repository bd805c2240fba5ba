package io.signet.broker.internal;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.general.MqttVersion;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.admin.AdminService;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import io.signet.broker.TopicRule;
import io.signet.mesh.spi.Topics;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The HiveMQ extension that lets each client do what its certificate's name allows, and nothing else. */
final class MeshGuard implements ExtensionMain {
    private final Topics topics;
    private final Refusals refusals;
    private final CompletableFuture<AdminService> admin = new CompletableFuture<>();

    MeshGuard(Topics topics, Refusals refusals) {
        this.topics = topics;
        this.refusals = refusals;
    }

    /** HiveMQ's account of itself, once the extension has started. */
    AdminService admin() {
        return admin.join();
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        SimpleAuthenticator authenticator = this::authenticate;
        Services.securityRegistry().setAuthenticatorProvider(provided -> authenticator);
        Services.eventRegistry().setClientLifecycleEventListener(provided -> new Disconnections());
        admin.complete(Services.adminService());
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        // the broker is closing
    }

    private void authenticate(SimpleAuthInput input, SimpleAuthOutput output) {
        String clientId = input.getClientInformation().getClientId();
        Optional<X509Certificate> certificate = input.getConnectionInformation()
                .getClientTlsInformation()
                .flatMap(ClientTlsInformation::getClientCertificate);
        Optional<String> name = certificate.flatMap(ClientName::of);
        if (input.getConnectionInformation().getMqttVersion() != MqttVersion.V_5) {
            refuse(output, clientId, ConnackReasonCode.UNSUPPORTED_PROTOCOL_VERSION, "it does not speak MQTT 5");
        } else if (name.isEmpty()) {
            refuse(
                    output,
                    clientId,
                    ConnackReasonCode.NOT_AUTHORIZED,
                    "its certificate's common name is not 32 hexadecimal digits");
        } else if (!clientId.startsWith(name.get() + "-")) {
            refuse(
                    output,
                    clientId,
                    ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
                    "its client id must start with " + name.get() + "-, as its certificate says");
        } else {
            output.getDefaultPermissions().setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
            permit(output.getDefaultPermissions(), TopicRule.of(topics, name.get()));
            if (certificate.filter(ClientName::isRegistrar).isPresent()) {
                permit(output.getDefaultPermissions(), TopicRule.ofRegistrar(topics));
            }
            output.authenticateSuccessfully();
        }
    }

    private void refuse(SimpleAuthOutput output, String clientId, ConnackReasonCode code, String reason) {
        refusals.log("client '" + clientId + "'", reason);
        output.failAuthentication(code, reason);
    }

    private static void permit(ModifiableDefaultPermissions permissions, List<TopicRule> rules) {
        for (TopicRule rule : rules) {
            boolean publish = rule.action() == TopicRule.Action.PUBLISH;
            permissions.add(Builders.topicPermission()
                    .topicFilter(rule.filter())
                    .type(TopicPermission.PermissionType.ALLOW)
                    .activity(publish ? TopicPermission.MqttActivity.PUBLISH : TopicPermission.MqttActivity.SUBSCRIBE)
                    .retain(
                            publish && !rule.retained()
                                    ? TopicPermission.Retain.NOT_RETAINED
                                    : TopicPermission.Retain.ALL)
                    .build());
        }
    }

    /** Reports clients that the broker throws out, as it does with those that exceed their permissions. */
    private final class Disconnections implements ClientLifecycleEventListener {
        @Override
        public void onMqttConnectionStart(ConnectionStartInput input) {
            // nothing to report yet
        }

        @Override
        public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
            // nodes come and go
        }

        @Override
        public void onDisconnect(DisconnectEventInput input) {
            // nodes come and go
        }

        @Override
        public void onServerInitiatedDisconnect(ServerInitiatedDisconnectInput input) {
            String reason = input.getReasonCode().map(Enum::name).orElse("no reason code");
            refusals.log(
                    "client '" + input.getClientInformation().getClientId() + "'",
                    input.getReasonString().map(text -> reason + ", " + text).orElse(reason));
        }
    }
}
