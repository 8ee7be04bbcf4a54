package dev.scorekeeper.cli.keras;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.MetricSpec;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read out of archives that Keras 3.15.1 wrote; archives.py beside them made them. */
final class KerasArchiveTest {

  @TempDir Path folder;

  private static Path archive(String name) throws URISyntaxException {
    return Path.of(
        requireNonNull(KerasArchiveTest.class.getResource(name + ".keras"), name).toURI());
  }

  private static CompiledQuestion question(String name, String... signatureOutputs)
      throws URISyntaxException {
    return KerasArchive.read(archive(name)).question(List.of(signatureOutputs));
  }

  private static List<String> texts(EvaluatedOutput output) {
    return output.getMetricsList().stream().map(KerasArchiveTest::text).toList();
  }

  private static String text(MetricSpec spec) {
    return spec.getName() + "=" + spec.getMetric() + (spec.getWeighted() ? " weighted" : "");
  }

  @Test
  void question_objectsWithParameters_writtenAsInPython() throws Exception {
    CompiledQuestion question = question("breast_cancer", "output_0");

    EvaluatedOutput output = question.outputs().get(0);
    assertThat(output.getOutput()).isEqualTo("output_0");
    assertThat(output.getDisplayName()).isEqualTo("benign");
    assertThat(output.getLoss())
        .isEqualTo("BinaryCrossentropy(from_logits=False, label_smoothing=0.0, axis=-1)");
    assertThat(texts(output))
        .containsExactly(
            "accuracy=accuracy",
            "auc=AUC(num_thresholds=200, curve='ROC', summation_method='interpolation',"
                + " multi_label=False, from_logits=False)",
            "auc_pr=AUC(num_thresholds=200, curve='PR', summation_method='interpolation',"
                + " multi_label=False, from_logits=False)",
            "precision=Precision()",
            "recall=Recall()",
            "weighted_accuracy=BinaryAccuracy(threshold=0.5) weighted")
        .inOrder();
    assertThat(question.notTranslated()).isEmpty();
  }

  @Test
  void question_sequential_namesItsLastLayer() throws Exception {
    KerasArchive archive = KerasArchive.read(archive("diabetes"));

    assertThat(archive.kerasVersion()).isEqualTo("3.15.1");
    assertThat(archive.outputNames()).containsExactly("progression");
    EvaluatedOutput output = archive.question(List.of()).outputs().get(0);
    assertThat(output.getOutput()).isEmpty();
    assertThat(output.getLoss()).isEqualTo("mse");
    assertThat(texts(output))
        .containsExactly(
            "mae=mae",
            "rmse=RootMeanSquaredError()",
            "r2=R2Score(class_aggregation='uniform_average', num_regressors=0)",
            "mape=mape")
        .inOrder();
  }

  @Test
  void question_dictOfOutputs_keepsKeysAndWeights() throws Exception {
    CompiledQuestion question = question("wine", "alcohol", "cultivar");

    EvaluatedOutput cultivar = question.outputs().get(0);
    EvaluatedOutput alcohol = question.outputs().get(1);
    assertThat(cultivar.getOutput()).isEqualTo("cultivar");
    assertThat(cultivar.getLoss()).isEqualTo("categorical_crossentropy");
    assertThat(cultivar.getLossWeight()).isEqualTo(1.0);
    assertThat(texts(cultivar))
        .containsExactly("accuracy=accuracy", "f1=F1Score(average='macro')")
        .inOrder();
    assertThat(alcohol.getLoss()).isEqualTo("huber");
    assertThat(alcohol.getLossWeight()).isEqualTo(0.25);
    assertThat(texts(alcohol)).containsExactly("mae=mae");
    assertThat(question.notTranslated()).isEmpty();
  }

  @Test
  void question_otherModels_nothingIsLost() throws Exception {
    CompiledQuestion digits = question("digits", "output_0");
    CompiledQuestion shapes = question("shapes", "output_0");
    CompiledQuestion tokens = question("tokens", "output_0");

    assertThat(texts(digits.outputs().get(0)))
        .containsExactly("accuracy=accuracy", "top3=SparseTopKCategoricalAccuracy(k=3)");
    assertThat(shapes.outputs().get(0).getLoss()).isEqualTo("Dice()");
    assertThat(texts(shapes.outputs().get(0)))
        .containsExactly(
            "iou=BinaryIoU(target_class_ids=[0, 1], threshold=0.5)",
            "binary_accuracy=binary_accuracy");
    assertThat(tokens.outputs().get(0).getLoss()).isEqualTo("binary_crossentropy");
    assertThat(digits.notTranslated()).isEmpty();
    assertThat(shapes.notTranslated()).isEmpty();
    assertThat(tokens.notTranslated()).isEmpty();
  }

  @Test
  void question_ownCode_isLeftOutAndTold() throws Exception {
    CompiledQuestion question = question("custom", "output_0", "output_1");

    EvaluatedOutput zed = question.outputs().get(0);
    EvaluatedOutput alpha = question.outputs().get(1);
    assertThat(zed.getOutput()).isEqualTo("output_0");
    assertThat(zed.getDisplayName()).isEqualTo("zed");
    assertThat(zed.getLoss()).isEmpty();
    assertThat(texts(zed))
        .containsExactly(
            "acc=acc", "mean_squared_error=losses.MeanSquaredError()", "mae=mae weighted")
        .inOrder();
    assertThat(alpha.getOutput()).isEqualTo("output_1");
    assertThat(alpha.getLoss()).isEqualTo("mean_squared_error");
    assertThat(alpha.getLossWeight()).isEqualTo(0.5);
    assertThat(texts(alpha))
        .containsExactly(
            "hub=huber",
            "precision=Precision(thresholds=[0.2, 0.5], class_id=1)",
            "mean_io_u=MeanIoU(num_classes=3, dtype='float32', sparse_y_true=True,"
                + " sparse_y_pred=True, axis=-1)",
            "io_u=IoU(num_classes=3, target_class_ids=[0, 1], sparse_y_true=True,"
                + " sparse_y_pred=True, axis=-1)",
            "auc=AUC(num_thresholds=4, curve='ROC', summation_method='interpolation',"
                + " multi_label=False, from_logits=False, thresholds=[0.1, 0.7])")
        .inOrder();
    assertThat(question.notTranslated())
        .containsExactly(
            "The loss of output zed is mine>MyLoss, an object of the user's own; left out.",
            "The loss of output alpha is a function called mean_squared_error, taken for Keras'"
                + " own: an archive does not tell them apart.",
            "Metric 2 of output zed is the function my_metric, whose code is not data; left out.",
            "Metric 1 of output alpha is a function called huber, taken for Keras' own: an archive"
                + " does not tell them apart.",
            "Regularization in zed: Keras adds it to \"loss\", an exported model does not tell"
                + " it.")
        .inOrder();
  }

  @Test
  void question_lambdaAndLostParameter_areTold() throws Exception {
    CompiledQuestion question = question("lambda", "output_0");

    assertThat(question.outputs().get(0).getLoss()).isEqualTo("Huber()");
    assertThat(texts(question.outputs().get(0))).containsExactly("mae=mae");
    assertThat(question.notTranslated())
        .containsExactly(
            "The loss is Huber: Keras does not save its delta, 1 is taken.",
            "Metric 2 is a lambda, code of Python; left out.");
  }

  @Test
  void question_listForADict_isCountedInTheOrderOfKeys() throws Exception {
    CompiledQuestion question = question("sorted");

    assertThat(question.outputs().get(0).getDisplayName()).isEqualTo("zed");
    assertThat(question.outputs().get(0).getLoss()).isEqualTo("MeanAbsoluteError(reduction='sum')");
    assertThat(question.outputs().get(1).getLoss()).isEqualTo("mse");
  }

  @Test
  void question_notCompiled_saysSo() throws Exception {
    assertThat(question("not_compiled").notTranslated())
        .containsExactly(
            "The model was not compiled: there is no loss and no metric to take over.");
  }

  @Test
  void question_signatureWithoutTheOutput_isTold() throws Exception {
    CompiledQuestion question = question("wine", "cultivar");

    assertThat(question.outputs()).hasSize(1);
    assertThat(question.notTranslated())
        .containsExactly("Output alcohol is not in the signature; left out.");
  }

  @Test
  void read_unpackedFolder_sameAsTheFile() throws Exception {
    Files.writeString(
        folder.resolve("config.json"),
        "{\"config\": {\"layers\": [{\"config\": {\"name\": \"a\", \"x\": Infinity}}]},"
            + " \"compile_config\": {\"loss\": {\"module\": \"keras.losses\", \"class_name\":"
            + " \"Huber\", \"config\": {\"delta\": NaN}}, \"metrics\": [\"mae\"]}}");

    CompiledQuestion question = KerasArchive.read(folder).question(List.of());

    assertThat(question.outputs().get(0).getLoss()).isEmpty();
    assertThat(question.outputs().get(0).getDisplayName()).isEqualTo("a");
    assertThat(question.notTranslated())
        .contains("The loss has a parameter delta that is not understood: \"NaN\"; left out.");
  }

  @Test
  void read_memberThatExpandsAThousandfold_refused() throws Exception {
    Path bomb = folder.resolve("bomb.keras");
    zip(bomb, "config.json", " ".repeat(10_000_000));

    CommandException refused = assertThrows(CommandException.class, () -> KerasArchive.read(bomb));

    assertThat(refused).hasMessageThat().contains("config.json expands more than 100 times");
  }

  @Test
  void read_whatIsNoArchive_saysWhy() throws Exception {
    Path text = Files.writeString(folder.resolve("text.keras"), "no zip");
    Path other = folder.resolve("other.keras");
    zip(other, "readme.txt", "nothing here");
    Path broken = folder.resolve("broken.keras");
    zip(broken, "config.json", "{\"config\": ");
    Path list = folder.resolve("list.keras");
    zip(list, "config.json", "[]");

    assertThat(failure(text)).contains("damaged");
    assertThat(failure(other)).contains("no config.json");
    assertThat(failure(broken)).contains("its JSON is damaged");
    assertThat(failure(list)).contains("not a JSON object");
    assertThat(failure(folder.resolve("nowhere.keras"))).contains("There is no file");
  }

  private static String failure(Path file) {
    return requireNonNull(
        assertThrows(CommandException.class, () -> KerasArchive.read(file)).getMessage());
  }

  private static void zip(Path file, String member, String content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(member));
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
  }
}
