package io.signet.broker.internal;

import io.signet.broker.BrokerOptions;

/** HiveMQ CE's {@code config.xml}. */
final class HiveMqConfig {
    private HiveMqConfig() {}

    /**
     * One TLS 1.3 listener that requires a client certificate, and limits on everything. State is kept in memory: all that
     * the broker holds is published again when nodes reconnect, and sessions live for {@code session-expiry} at most, so a
     * disk would buy nothing but wear. No usage statistics: the broker opens no connection of its own.
     */
    static String xml(BrokerOptions options, TlsFiles tls) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <hivemq>
                  <listeners>
                    <tls-tcp-listener>
                      <port>%d</port>
                      <bind-address>%s</bind-address>
                      <name>mqtts</name>
                      <tls>
                        <protocols><protocol>TLSv1.3</protocol></protocols>
                        <cipher-suites>
                          <cipher-suite>TLS_AES_128_GCM_SHA256</cipher-suite>
                          <cipher-suite>TLS_AES_256_GCM_SHA384</cipher-suite>
                          <cipher-suite>TLS_CHACHA20_POLY1305_SHA256</cipher-suite>
                        </cipher-suites>
                        <client-authentication-mode>REQUIRED</client-authentication-mode>
                        <handshake-timeout>10000</handshake-timeout>
                        <keystore>
                          <path>%s</path><password>%s</password><private-key-password>%s</private-key-password>
                        </keystore>
                        <truststore><path>%s</path><password>%s</password></truststore>
                      </tls>
                    </tls-tcp-listener>
                  </listeners>
                  <mqtt>
                    <queued-messages><max-queue-size>1000</max-queue-size><strategy>discard</strategy></queued-messages>
                    <quality-of-service><max-qos>1</max-qos></quality-of-service>
                    <topic-alias><enabled>false</enabled></topic-alias>
                    <shared-subscriptions><enabled>false</enabled></shared-subscriptions>
                    <message-expiry><max-interval>86400</max-interval></message-expiry>
                    <session-expiry><max-interval>300</max-interval></session-expiry>
                    <keep-alive><max-keep-alive>300</max-keep-alive><allow-unlimited>false</allow-unlimited></keep-alive>
                    <packets><max-packet-size>%d</max-packet-size></packets>
                    <receive-maximum><server-receive-maximum>64</server-receive-maximum></receive-maximum>
                  </mqtt>
                  <restrictions>
                    <max-connections>10000</max-connections>
                    <max-client-id-length>128</max-client-id-length>
                    <max-topic-length>256</max-topic-length>
                    <no-connect-idle-timeout>10000</no-connect-idle-timeout>
                  </restrictions>
                  <security>
                    <allow-empty-client-id><enabled>false</enabled></allow-empty-client-id>
                    <utf8-validation><enabled>true</enabled></utf8-validation>
                  </security>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                  <persistence><mode>in-memory</mode></persistence>
                </hivemq>
                """
                .formatted(
                        options.port(),
                        escaped(options.bindAddress()),
                        escaped(tls.keyStore().toAbsolutePath().toString()),
                        tls.password(),
                        tls.password(),
                        escaped(tls.trustStore().toAbsolutePath().toString()),
                        tls.password(),
                        options.packetBytesMax());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
