package io.signet.console.internal;

import java.util.List;

/** What can be set, as it is now. Thread-safe. */
@FunctionalInterface
interface SettingsCatalog {
    /** All sections that there are at this moment. */
    List<SettingsSection> sections();
}
