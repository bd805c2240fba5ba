package org.eclipse.kura.configuration;

/** Marks a service whose configuration Kura shows and keeps: by its {@code kura.service.pid}. */
public interface ConfigurableComponent {}
