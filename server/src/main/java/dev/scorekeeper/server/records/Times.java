package dev.scorekeeper.server.records;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Points in time, from one form to another. The database keeps microseconds. */
final class Times {

  private static final long MICROS = 1_000_000;
  private static final int NANOS_OF_MICRO = 1_000;

  private Times() {}

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  /** Microseconds since the epoch, rounded down. */
  static long micros(Instant time) {
    return Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), MICROS), time.getNano() / NANOS_OF_MICRO);
  }

  /** Microseconds since the epoch, rounded up. */
  static long microsUp(Instant time) {
    long down = micros(time);
    return time.isAfter(fromMicros(down)) ? down + 1 : down;
  }

  static Instant fromMicros(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, MICROS), Math.floorMod(micros, MICROS) * NANOS_OF_MICRO);
  }
}
