package dev.scorekeeper.server.evaluation.spec;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MetricCatalogTest {

  private static final MetricContext CONTEXT = context(LabelEncoding.SPARSE, 1);

  private static final MetricCatalog CATALOG =
      new MetricCatalog(
          "metric",
          List.of(
              factory("mean_squared_error", List.of("MeanSquaredError", "mse")),
              factory("auc", List.of("AUC")),
              factory("binary_accuracy", List.of()),
              factory("categorical_accuracy", List.of()),
              factory("sparse_categorical_accuracy", List.of()),
              factory("binary_crossentropy", List.of("bce"))));

  @Test
  void factory_anyOfItsNames_isFound() throws SpecException {
    for (String name :
        List.of("mse", "MSE", "MeanSquaredError", "mean_squared_error", "keras.metrics.mse")) {
      assertThat(CATALOG.factory(name).id()).isEqualTo("mean_squared_error");
    }
  }

  @Test
  void factory_unknown_namesTheNearest() {
    SpecException e = assertThrows(SpecException.class, () -> CATALOG.factory("AUK"));

    assertThat(e.kind()).isEqualTo(SpecException.Kind.UNKNOWN_NAME);
    assertThat(e).hasMessageThat().contains("there is no metric AUK; near it are AUC");
    assertThat(e.details()).containsExactly("got", "AUK", "nearest", "AUC, auc");
  }

  @Test
  void create_defaults_areInTheCanonicalText() throws SpecException {
    Metric metric = CATALOG.create(CallText.parse("AUC(beta=1e-7, alpha=3)"), CONTEXT);

    assertThat(metric.identity().canonical())
        .isEqualTo("auc(alpha=3.0, beta=1e-07, curve='ROC', flag=False, list=[0.1, 0.5], n=200)");
    assertThat(metric.identity().name()).isEqualTo("auc");
  }

  @Test
  void digest_sameArithmeticWrittenOtherwise_isTheSame() throws SpecException {
    String digest = digest("AUC(200)");

    assertThat(digest).hasLength(64);
    assertThat(digest("auc(n=200, curve='ROC', name='mine', dtype='float32')")).isEqualTo(digest);
    assertThat(digest("auc")).isEqualTo(digest);
    assertThat(digest("auc(n=201)")).isNotEqualTo(digest);
    assertThat(digest("auc(curve=None)")).isNotEqualTo(digest);
  }

  @Test
  void create_names_areWhatKerasLogs() throws SpecException {
    assertThat(nameOf("MSE")).isEqualTo("MSE");
    assertThat(nameOf("MeanSquaredError()")).isEqualTo("mean_squared_error");
    assertThat(nameOf("auc(name='mine')")).isEqualTo("mine");
  }

  @Test
  void create_accuracy_isDecidedByTheEncoding() throws SpecException {
    assertThat(idOf("accuracy", context(LabelEncoding.SPARSE, 1))).isEqualTo("binary_accuracy");
    assertThat(idOf("acc", context(LabelEncoding.SPARSE, 3)))
        .isEqualTo("sparse_categorical_accuracy");
    assertThat(idOf("Accuracy", context(LabelEncoding.ONE_HOT, 3)))
        .isEqualTo("categorical_accuracy");
    assertThat(idOf("accuracy", context(LabelEncoding.MULTI_LABEL, 3)))
        .isEqualTo("binary_accuracy");
    assertThat(idOf("ce", CONTEXT)).isEqualTo("binary_crossentropy");
    assertThat(CATALOG.create(CallText.parse("acc"), CONTEXT).identity().name()).isEqualTo("acc");
    assertThat(kindOf("accuracy", context(LabelEncoding.REAL, 1)))
        .isEqualTo(SpecException.Kind.NOT_SUITABLE);
  }

  @Test
  void byKeras_shapes_followItsRule() {
    assertThat(ShapeNames.byKeras(List.of(5, 3), List.of(5, 1))).isEqualTo(ShapeNames.Kind.BINARY);
    assertThat(ShapeNames.byKeras(List.of(5), List.of(5, 3)))
        .isEqualTo(ShapeNames.Kind.SPARSE_CATEGORICAL);
    assertThat(ShapeNames.byKeras(List.of(5, 1), List.of(5, 3)))
        .isEqualTo(ShapeNames.Kind.SPARSE_CATEGORICAL);
    assertThat(ShapeNames.byKeras(List.of(5, 3), List.of(5, 3)))
        .isEqualTo(ShapeNames.Kind.CATEGORICAL);
  }

  @Test
  void create_badArguments_sayWhatIsWrong() {
    assertThat(messageOf("auc(kurve='PR')"))
        .contains("auc has no parameter kurve (character 5); near it is curve");
    assertThat(messageOf("auc(zzzzzz=1)")).contains("it has n, alpha, beta, curve, flag, list");
    assertThat(messageOf("auc(n='a')")).contains("n must be an integer (character 5)");
    assertThat(messageOf("auc(1, n=2)")).contains("n is given twice");
    assertThat(messageOf("auc(1, 2, 3, 'x', True, [1], 7)")).contains("takes 6 values at most");
    assertThat(messageOf("auc(flag=1)")).contains("True or False");
    assertThat(messageOf("auc(dtype='float16')")).contains("no dtype but 'float32'");
    assertThat(messageOf("mse(flag=True, n=0)")).contains("mean_squared_error: n is zero");
  }

  @Test
  void catalog_twoOfOneName_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new MetricCatalog(
                "metric", List.of(factory("a_b", List.of()), factory("x", List.of("AB")))));
  }

  private static BuiltIn factory(String id, List<String> aliases) {
    return new BuiltIn(
        id,
        aliases,
        List.of(
            Parameter.of("n", Parameter.Type.INTEGER, 200L),
            Parameter.of("alpha", Parameter.Type.NUMBER, null),
            Parameter.of("beta", Parameter.Type.NUMBER, null),
            Parameter.of("curve", Parameter.Type.TEXT, "ROC"),
            Parameter.of("flag", Parameter.Type.BOOLEAN, false),
            Parameter.of("list", Parameter.Type.NUMBERS, List.of(0.1, 0.5))),
        Direction.HIGHER,
        (context, arguments) -> {
          if (arguments.integer("n") == 0) {
            throw new IllegalArgumentException("n is zero");
          }
          return BuiltIn.Start.of(
              () ->
                  new MeanAccumulator(
                      (rows, row, values) -> false, MeanAccumulator.Divisor.COUNT, false));
        });
  }

  private static MetricContext context(LabelEncoding encoding, int classes) {
    return new MetricContext(
        "y",
        List.of(classes),
        List.of(),
        encoding,
        ScoreKind.PROBABILITY,
        0.5f,
        false,
        1,
        List.of(),
        false);
  }

  private static String digest(String text) throws SpecException {
    return Canonical.digest(CATALOG.create(CallText.parse(text), CONTEXT).identity());
  }

  private static String nameOf(String text) throws SpecException {
    return CATALOG.create(CallText.parse(text), CONTEXT).identity().name();
  }

  private static String idOf(String text, MetricContext context) throws SpecException {
    return CATALOG.create(CallText.parse(text), context).identity().id();
  }

  private static String messageOf(String text) {
    return String.valueOf(failure(text, CONTEXT).getMessage());
  }

  private static SpecException.Kind kindOf(String text, MetricContext context) {
    return failure(text, context).kind();
  }

  private static SpecException failure(String text, MetricContext context) {
    return assertThrows(SpecException.class, () -> CATALOG.create(CallText.parse(text), context));
  }
}
