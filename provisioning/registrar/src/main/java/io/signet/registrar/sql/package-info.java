/** The registrar's book in an SQL database: H2 by default, PostgreSQL by its JDBC URL. */
@NullMarked
package io.signet.registrar.sql;

import org.jspecify.annotations.NullMarked;
