package io.signet.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What the console makes of components' own words: what is fixed, and what is refused. */
class MetatypeCatalogTest {
    /** An interface of OSGi that answers what a test says, by the methods' names; else nothing. */
    private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            Function<Object[], Object> answer = answers.get(method.getName());
            return answer == null ? null : answer.apply(arguments);
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static AttributeDefinition attribute(String id, int type, int cardinality, String... defaults) {
        return fake(
                AttributeDefinition.class,
                Map.of(
                        "getID", none -> id,
                        "getName", none -> id,
                        "getType", none -> type,
                        "getCardinality", none -> cardinality,
                        "getDefaultValue", none -> defaults,
                        "validate", candidate -> candidate[0].equals("0") ? "0 is less than 1" : null));
    }

    private static SettingsSection section(String pid, AttributeDefinition... required) {
        ObjectClassDefinition definition = fake(
                ObjectClassDefinition.class,
                Map.of(
                        "getName", none -> "Name",
                        "getAttributeDefinitions",
                                which -> which[0].equals(ObjectClassDefinition.OPTIONAL)
                                        ? new AttributeDefinition[0]
                                        : Arrays.copyOf(required, required.length)));
        MetaTypeInformation known = fake(
                MetaTypeInformation.class,
                Map.of("getPids", none -> new String[] {pid}, "getObjectClassDefinition", none -> definition));
        Dictionary<String, Object> values = new Hashtable<>(Map.of("tasks.max", 7));
        Configuration configuration = fake(Configuration.class, Map.of("getProperties", none -> values));
        String filter = "(service.pid=" + pid + ")";
        ConfigurationAdmin admin = fake(
                ConfigurationAdmin.class,
                Map.of(
                        "listConfigurations",
                        asked -> asked[0].equals(filter) ? new Configuration[] {configuration} : null));
        BundleContext context =
                fake(BundleContext.class, Map.of("getBundles", none -> new Bundle[] {fake(Bundle.class, Map.of())}));
        MetaTypeService metatype = fake(MetaTypeService.class, Map.of("getMetaTypeInformation", none -> known));
        List<SettingsSection> sections = new MetatypeCatalog(context, metatype, admin).sections();
        assertThat(sections).hasSize(1);
        return sections.get(0);
    }

    private static SettingsSection.Field field(String pid, AttributeDefinition attribute) {
        return section(pid, attribute).fields().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "io.signet.mesh, tasks.max, false",
        "io.signet.mesh, profile.file, true",
        "io.signet.mesh, telemetry.directory, true",
        "io.signet.inference, models.directory, true",
        "io.signet.inference, directory, true",
        "io.signet.log.http, identity.file, true",
        "io.signet.gateway, address, false",
        "io.signet.web, port, true",
        "io.signet.console, certificates, true"
    })
    void pathsAndTheConsoleItself_areFixed(String pid, String key, boolean fixed) {
        assertThat(field(pid, attribute(key, AttributeDefinition.STRING, 0)).readOnly())
                .isEqualTo(fixed);
    }

    @Test
    void valuesAreWhatIsConfigured_andSecretsAreNotShown() {
        assertThat(field("io.signet.mesh", attribute("tasks.max", AttributeDefinition.INTEGER, 0))
                        .value())
                .contains(7L);
        assertThat(section("io.signet.mesh", attribute("secret", AttributeDefinition.PASSWORD, 0))
                        .fields())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "io.signet.mesh      | tasks.max       | 0        | less than 1",
                "io.signet.gateway   | address         | ''       | can't be empty",
                "io.signet.gateway   | address         | a b      | address of this machine",
                "io.signet.mesh      | log.address     | x        | http",
                "io.signet.mesh      | gateway.address | x        | HOST:PORT",
                "io.signet.inference | publishers      | x        | hex",
                "io.signet.inference | models.fetch    | x        | ",
                "io.signet.gateway   | packages.push   | x        | hex"
            })
    void whatNoComponentCouldRead_isRefused(String pid, String key, String text, String why) {
        assertThat(field(pid, attribute(key, AttributeDefinition.STRING, 0))
                        .check()
                        .apply(text))
                .hasValueSatisfying(fault -> assertThat(fault).contains(why == null ? "" : why));
    }

    @ParameterizedTest
    @CsvSource({
        "io.signet.mesh, log.address, https://node.example:8640/",
        "io.signet.mesh, gateway.address, node.example:8643",
        "io.signet.mesh, gateway.address, ''",
        "io.signet.gateway, address, 0.0.0.0",
        "io.signet.gateway, packages.push, 00112233445566778899aabbccddeeff",
        "io.signet.inference, engines, onnxruntime"
    })
    void whatComponentsRead_isTaken(String pid, String key, String text) {
        AttributeDefinition definition =
                attribute(key, AttributeDefinition.STRING, 0, key.endsWith("y.address") ? "" : "x");
        assertThat(field(pid, definition).check().apply(text)).isEmpty();
    }
}
