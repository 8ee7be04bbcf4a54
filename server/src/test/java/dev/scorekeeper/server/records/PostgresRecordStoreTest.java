package dev.scorekeeper.server.records;

import java.sql.SQLException;

final class PostgresRecordStoreTest extends RecordStoreContract {

  @Override
  TestDatabase newDatabase() throws SQLException {
    return TestPostgres.newDatabase();
  }
}
