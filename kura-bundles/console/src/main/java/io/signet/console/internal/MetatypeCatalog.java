package io.signet.console.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the node's components say of their settings (OSGi Compendium 105), and what these are. A component of its own: where nobody
 * knows metatypes, the console does without. Thread-safe.
 */
@Component(name = "io.signet.console.settings", service = SettingsCatalog.class)
public final class MetatypeCatalog implements SettingsCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(MetatypeCatalog.class);

    /** Who changes these may lock himself out: they are changed at the node. */
    private static final Set<String> FIXED = Set.of("io.signet.web", ConsoleConfig.PID);

    private final BundleContext context;
    private final MetaTypeService metatype;
    private final ConfigurationAdmin admin;

    /** By what the framework knows of its bundles. */
    @Activate
    public MetatypeCatalog(
            BundleContext context, @Reference MetaTypeService metatype, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.metatype = metatype;
        this.admin = admin;
    }

    @Override
    public List<SettingsSection> sections() {
        List<SettingsSection> sections = new ArrayList<>();
        for (String pid : SettingsFile.SECTIONS.keySet()) {
            configured(pid).ifPresent(values -> definition(pid)
                    .ifPresent(definition -> sections.add(section(pid, definition, values))));
        }
        return sections;
    }

    /** The component's configuration; empty if it has none, and so is off. */
    private Optional<Dictionary<String, Object>> configured(String pid) {
        try {
            Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
            return found == null ? Optional.empty() : Optional.ofNullable(found[0].getProperties());
        } catch (IOException e) {
            LOG.warn("the configuration of {} can't be read: {}", pid, e.getMessage());
            return Optional.empty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<ObjectClassDefinition> definition(String pid) {
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation known = metatype.getMetaTypeInformation(bundle);
            if (known != null && Arrays.asList(known.getPids()).contains(pid)) {
                return Optional.of(known.getObjectClassDefinition(pid, null));
            }
        }
        return Optional.empty();
    }

    private static SettingsSection section(
            String pid, ObjectClassDefinition definition, Dictionary<String, Object> values) {
        List<SettingsSection.Field> fields = new ArrayList<>();
        Set<String> required = Arrays.stream(attributes(definition, ObjectClassDefinition.REQUIRED))
                .map(AttributeDefinition::getID)
                .collect(Collectors.toSet());
        for (AttributeDefinition attribute : attributes(definition, ObjectClassDefinition.ALL)) {
            field(pid, attribute, required.contains(attribute.getID()), values.get(attribute.getID()))
                    .ifPresent(fields::add);
        }
        return new SettingsSection(pid, definition.getName(), text(definition.getDescription()), fields);
    }

    private static AttributeDefinition[] attributes(ObjectClassDefinition definition, int which) {
        AttributeDefinition[] found = definition.getAttributeDefinitions(which);
        return found == null ? new AttributeDefinition[0] : found;
    }

    private static Optional<SettingsSection.Field> field(
            String pid, AttributeDefinition attribute, boolean required, @Nullable Object value) {
        String id = attribute.getID();
        boolean many = attribute.getCardinality() != 0;
        Optional<SettingsSection.Kind> kind = kind(attribute.getType(), many);
        String[] defaults = attribute.getDefaultValue();
        boolean isPath = id.equals("directory") || id.endsWith(".file") || id.endsWith(".directory");
        return kind.map(known -> new SettingsSection.Field(
                id,
                attribute.getName(),
                text(attribute.getDescription()),
                known,
                attribute.getOptionValues() == null ? List.of() : List.of(attribute.getOptionValues()),
                Optional.ofNullable(value).map(MetatypeCatalog::plain),
                defaults == null || defaults.length == 0
                        ? Optional.empty()
                        : Optional.of(many ? List.of(defaults) : parse(known, defaults[0])),
                FIXED.contains(pid) || isPath,
                text -> fault(pid, attribute, required, text)));
    }

    /** Why {@code text}, or one of several texts, can't be set; empty if it can. */
    private static Optional<String> fault(String pid, AttributeDefinition attribute, boolean required, String text) {
        String[] defaults = attribute.getDefaultValue();
        boolean isEmptyByDefault = defaults != null && Arrays.asList(defaults).contains("");
        if (text.isEmpty() && !isEmptyByDefault && required) {
            return Optional.of("it can't be empty");
        }
        // Metatypes take several texts as one, with commas in between.
        String one = attribute.getCardinality() == 0
                ? text
                : text.replace("\\", "\\\\").replace(",", "\\,");
        return Optional.ofNullable(attribute.validate(one))
                .filter(why -> !why.isEmpty())
                .or(() -> SettingRules.fault(pid, attribute.getID(), text));
    }

    private static Optional<SettingsSection.Kind> kind(int type, boolean many) {
        if (many) {
            return type == AttributeDefinition.STRING ? Optional.of(SettingsSection.Kind.STRINGS) : Optional.empty();
        }
        return switch (type) {
            case AttributeDefinition.STRING -> Optional.of(SettingsSection.Kind.STRING);
            case AttributeDefinition.INTEGER, AttributeDefinition.LONG, AttributeDefinition.SHORT ->
                Optional.of(SettingsSection.Kind.INTEGER);
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> Optional.of(SettingsSection.Kind.NUMBER);
            case AttributeDefinition.BOOLEAN -> Optional.of(SettingsSection.Kind.BOOLEAN);
            default -> Optional.empty(); // of secrets, above all, nothing is shown
        };
    }

    private static Object parse(SettingsSection.Kind kind, String text) {
        return switch (kind) {
            case INTEGER -> Long.valueOf(text);
            case NUMBER -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            default -> text;
        };
    }

    private static Object plain(Object value) {
        if (value instanceof String[] texts) {
            return List.of(texts);
        }
        return value instanceof Integer || value instanceof Short ? ((Number) value).longValue() : value;
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
