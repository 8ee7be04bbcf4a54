package dev.scorekeeper.server.evaluation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Values that Keras 3.15.1 and scikit-learn 1.9.1 computed: keras-golden.json, see the README
 * beside it.
 */
public final class KerasGolden {

  private static final List<Case> CASES = read("keras-golden.json");
  private static final List<Case> MORE = read("more-golden.json");

  private KerasGolden() {}

  /**
   * One case.
   *
   * @param id name; a few ids occur more than once
   * @param oracle what computed it
   * @param params batch size and so on
   * @param inputs named inputs, as nested lists
   * @param expected number, list or map of numbers
   */
  public record Case(
      String id,
      String oracle,
      Map<String, Object> params,
      Map<String, Object> inputs,
      Object expected) {

    /** An input; empty when it is null or absent. */
    public Optional<TestTensor> input(String name) {
      return Optional.ofNullable(inputs.get(name)).map(TestTensor::of);
    }

    /** The only expected number, or those of the list. */
    public double[] numbers() {
      return TestTensor.of(expected).values();
    }

    /** A parameter. */
    public String param(String name) {
      return field(params, name).toString();
    }

    /** Whether the map of expected numbers has one of that name. */
    public boolean expects(String name) {
      return map(expected).containsKey(name);
    }

    /** An expected number of the map. */
    public double number(String name) {
      return TestTensor.number(field(map(expected), name));
    }
  }

  public static List<Case> all() {
    return CASES;
  }

  /** Those of more-golden.json: losses and metrics that the other leaves out. */
  public static List<Case> more() {
    return MORE;
  }

  /** The first with that id. */
  public static Case get(String id) {
    return CASES.stream()
        .filter(c -> c.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no golden case " + id));
  }

  private static List<Case> read(String name) {
    try (InputStream in = KerasGolden.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is missing");
      }
      // JSON is YAML.
      Object root = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
      List<Case> cases = new ArrayList<>();
      for (Object entry : (List<?>) field(map(root), "cases")) {
        Map<String, Object> fields = map(entry);
        cases.add(
            new Case(
                field(fields, "id").toString(),
                field(fields, "oracle").toString(),
                map(field(fields, "params")),
                map(field(fields, "inputs")),
                field(fields, "expected")));
      }
      return List.copyOf(cases);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object field(Map<String, Object> fields, String name) {
    Object value = fields.get(name);
    if (value == null) {
      throw new AssertionError("there is no " + name);
    }
    return value;
  }

  @SuppressWarnings("unchecked") // Keys of JSON objects are strings.
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
