package dev.scorekeeper.server.records;

import java.time.Instant;
import java.util.Random;

/** A process that writes records, one after the other, and says each one's id once it is kept. */
final class RecordWriter {

  private RecordWriter() {}

  /** Arguments: URL, user, password, prefix of the request ids, how many records. */
  public static void main(String... arguments) throws Exception {
    RecordsConfig config = new RecordsConfig(arguments[0], arguments[1], arguments[2], true, 1);
    int count = Integer.parseInt(arguments[4]);
    try (SqlRecordStore store = new SqlRecordStore(config, new Random(), System::nanoTime)) {
      store.open();
      System.out.println("ready");
      for (int number = 0; number < count; number++) {
        String requestId = arguments[3] + "-" + number;
        Saved saved = store.save(SampleRecords.large(requestId), Instant.now());
        System.out.println(saved.evaluation().getId());
      }
    }
  }
}
