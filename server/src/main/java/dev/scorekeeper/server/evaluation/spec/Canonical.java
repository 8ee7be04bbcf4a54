package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The one way to write a metric down. */
public final class Canonical {

  private Canonical() {}

  /**
   * Id and parameters in order of their names, numbers as shortest decimals, such as {@code
   * auc(curve='ROC', num_thresholds=200)}. What is None is left out.
   */
  public static String text(String id, Arguments arguments) {
    return arguments.values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + value(entry.getValue()))
        .collect(Collectors.joining(", ", id + "(", ")"));
  }

  /**
   * SHA-256, in lower-case hexadecimal, of all that decides a metric's arithmetic: canonical text,
   * revision, aggregation and whether weights count; neither its name nor its output.
   */
  public static String digest(MetricIdentity identity) {
    String text =
        String.join(
            "\n",
            identity.canonical(),
            identity.version(),
            identity.aggregation(),
            identity.weighted() ? "weighted" : "unweighted");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String value(Object value) {
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof Double number) {
      return Decimals.shortest(number);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Canonical::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof String text) {
      return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
    }
    return value.toString();
  }
}
