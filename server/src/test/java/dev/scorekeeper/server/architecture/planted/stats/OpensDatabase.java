package dev.scorekeeper.server.architecture.planted.stats;

import java.sql.Connection;

/** Breaks the rule that nobody uses JDBC. */
record OpensDatabase(Connection connection) {}
