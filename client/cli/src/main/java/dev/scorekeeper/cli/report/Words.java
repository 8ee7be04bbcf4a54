package dev.scorekeeper.cli.report;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.UndefinedReason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a record says in enums and keys, in words. */
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Words() {}

  /** An enum's value without the name of the enum: {@code MISSING_LABEL_POLICY_SKIP}, "skip". */
  static <E extends Enum<E> & ProtocolMessageEnum> String of(E value) {
    String type = value.getDeclaringClass().getSimpleName();
    String prefix = type.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT) + "_";
    String name = value.name();
    String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return rest.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether the value says anything at all. */
  static boolean given(ProtocolMessageEnum value) {
    return value.getNumber() != 0;
  }

  static String undefined(UndefinedReason reason) {
    return switch (reason) {
      case UNDEFINED_REASON_ZERO_DENOMINATOR -> "its denominator is zero";
      case UNDEFINED_REASON_ONE_CLASS -> "only one class among the labels";
      case UNDEFINED_REASON_EMPTY -> "no row counts";
      case UNDEFINED_REASON_NOT_FINITE -> "the arithmetic gave no finite number";
      case UNDEFINED_REASON_SLICE_TOO_SMALL -> "too few rows to show";
      case UNDEFINED_REASON_UNSPECIFIED, UNRECOGNIZED -> "not defined";
    };
  }

  /** The values of a slice: {@code JP}, {@code JP · phone}. */
  static String slice(SliceKey key) {
    return String.join(" · ", key.getValuesList());
  }

  /** The columns of a slice: {@code country}, {@code country × device}. */
  static String sliceColumns(SliceKey key) {
    return String.join(" × ", key.getColumnsList());
  }

  static String time(Timestamp time) {
    return TIME.format(instant(time));
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  /** How a value was put together, where it is not the usual way. */
  static String aggregation(String aggregation) {
    return aggregation.equals("dataset") ? "" : aggregation.replace('_', ' ');
  }

  /** Parts that are not empty, with a dot between. */
  static String joined(String... parts) {
    List<String> kept = new ArrayList<>();
    for (String part : parts) {
      if (!part.isEmpty()) {
        kept.add(part);
      }
    }
    return String.join(" · ", kept);
  }
}
