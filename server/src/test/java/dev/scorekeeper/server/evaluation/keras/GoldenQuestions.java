package dev.scorekeeper.server.evaluation.keras;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is asked for each golden case: golden-questions.txt. */
final class GoldenQuestions {

  private static final Map<String, Question> QUESTIONS = read();

  private GoldenQuestions() {}

  /**
   * A question.
   *
   * @param text of the loss or metric
   */
  record Question(LabelEncoding encoding, ScoreKind kind, boolean loss, String text) {}

  static Question of(KerasGolden.Case golden) {
    String id = golden.id();
    Question exact = QUESTIONS.get(id);
    if (exact != null) {
      return exact;
    }
    String base = id.endsWith("-w") ? id.substring(0, id.length() - 2) : id;
    return requireNonNull(QUESTIONS.get(base), id);
  }

  private static Map<String, Question> read() {
    try (InputStream in = GoldenQuestions.class.getResourceAsStream("golden-questions.txt")) {
      String all = new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Question> questions = new HashMap<>();
      for (String line : all.lines().filter(l -> !l.startsWith("#")).toList()) {
        List<String> fields = List.of(line.split(" \\| ", -1));
        String text = fields.get(3);
        boolean loss = text.startsWith("loss ");
        questions.put(
            fields.get(0),
            new Question(
                LabelEncoding.valueOf(fields.get(1)),
                ScoreKind.valueOf(fields.get(2)),
                loss,
                loss ? text.substring("loss ".length()) : text));
      }
      return questions;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
