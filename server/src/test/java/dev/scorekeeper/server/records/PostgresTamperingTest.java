package dev.scorekeeper.server.records;

import java.sql.SQLException;

final class PostgresTamperingTest extends TamperingContract {

  @Override
  TestDatabase newDatabase() throws SQLException {
    return TestPostgres.newDatabase();
  }
}
