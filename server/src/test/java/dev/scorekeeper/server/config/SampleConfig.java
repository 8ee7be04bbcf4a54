package dev.scorekeeper.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings record with every type that there is, for tests. */
record SampleConfig(
    @Setting(value = "A port.", min = "0", max = "65535") int port,
    @Setting("A count.") long rowCount,
    @Setting(value = "A share.", min = "0", max = "1") double share,
    @Setting("A switch.") boolean enabled,
    @Setting("A text.") String title,
    @Setting("A folder.") Path folder,
    @Setting(value = "A wait.", min = "0s", max = "10s") Duration maxWait,
    @Setting(value = "A limit.", min = "1KiB") DataSize limit,
    @Setting("A colour.") Colour colour,
    @Setting(value = "Some numbers.", min = "1") List<Integer> sizes,
    @Setting("Perhaps a folder.") Optional<Path> cache,
    @Setting("Something | inside.") Inner inner,
    @Setting("Things by name.") Map<String, Inner> things,
    @Setting("Numbers by name.") Map<String, Long> labels) {

  enum Colour {
    RED,
    DARK_BLUE
  }

  /** Settings within settings. */
  record Inner(
      @Setting(value = "Least.", min = "0") int low,
      @Setting("Greatest.") int high,
      @Setting("A choice.") Choice choice) {

    Inner {
      if (low > high) {
        throw new IllegalArgumentException("low must not be above high: " + low + ", " + high);
      }
    }

    static Inner defaults() {
      return new Inner(1, 10, Choice.defaults());
    }
  }

  /** One of two. */
  @OneOf
  record Choice(
      @Setting(value = "So many.", min = "1") Optional<Integer> some,
      @Setting("All.") Optional<Boolean> all) {

    static Choice defaults() {
      return new Choice(Optional.of(1), Optional.empty());
    }
  }

  SampleConfig {
    things = Map.copyOf(things);
    labels = Map.copyOf(labels);
  }

  static SampleConfig defaults() {
    return new SampleConfig(
        8500,
        5,
        0.5,
        true,
        "a: title",
        Path.of("models"),
        Duration.ofMillis(5),
        DataSize.ofMebibytes(4),
        Colour.RED,
        List.of(),
        Optional.empty(),
        Inner.defaults(),
        Map.of(),
        Map.of());
  }
}
