package org.eclipse.kura.system;

/** What Kura says of its machine. */
public interface SystemService {
    /** Where Kura lets bundles keep their data: an absolute path. */
    String getKuraDataDirectory();
}
