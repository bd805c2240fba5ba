package org.eclipse.kura.type;

/** A value of a type that Kura knows. */
public interface TypedValue<T> {
    /** The value. */
    T getValue();
}
