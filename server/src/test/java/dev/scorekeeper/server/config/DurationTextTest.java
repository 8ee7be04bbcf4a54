package dev.scorekeeper.server.config;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "0s,0",
    "7ns,7",
    "150us,150000",
    "5ms,5000000",
    "5 ms,5000000",
    "1s,1000000000",
    "1.5s,1500000000",
    "2m,120000000000",
    "1h,3600000000000",
  })
  void parse_wellFormed_isRead(String text, long nanos) {
    assertThat(DurationText.parse(text)).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "ms", "-1s", "1d", "1 s s", "1.5ns", "9999999999h", "1e3s"})
  void parse_anythingElse_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> DurationText.parse(text));
  }

  @Property
  void format_anyDuration_isReadBack(@ForAll @LongRange(min = 0) long nanos) {
    Duration duration = Duration.ofNanos(nanos);
    assertThat(DurationText.parse(DurationText.format(duration))).isEqualTo(duration);
  }

  @Property
  void sizes_written_areReadBack(@ForAll @LongRange(min = 0, max = 1L << 50) long bytes) {
    DataSize size = new DataSize(bytes);
    assertThat(DataSize.parse(size.toString())).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1kb", "1.5MiB", "99999999TiB", "KiB"})
  void size_malformed_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> DataSize.parse(text));
  }
}
