package dev.scorekeeper.cli.evaluate;

import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of records as text, in UTC. */
final class Times {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Times() {}

  /** Such as {@code 2026-01-31 12:05}. */
  static String minutes(Timestamp time) {
    return MINUTES.format(instant(time));
  }

  /** Such as {@code 2026-01-31T12:05:00.123Z}. */
  static String exact(Timestamp time) {
    return instant(time).toString();
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
