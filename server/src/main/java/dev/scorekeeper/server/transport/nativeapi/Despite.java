package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.config.NearestName;
import dev.scorekeeper.server.evaluation.engine.ComparisonRules;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.EvaluationSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the fields despite whose differences two records are to be compared. */
final class Despite {

  private static final String OF_SPEC = "header.spec.despite";
  private static final int SHOWN = 3;

  private Despite() {}

  /**
   * Those of a question.
   *
   * @throws ProblemException DESPITE_INVALID
   */
  static Set<String> of(EvaluationSpec spec) throws ProblemException {
    if (spec.getDespiteCount() > 0 && spec.getBaseline().isEmpty()) {
      throw invalid(
          OF_SPEC,
          "despite says in what the record may differ from its baseline, and no baseline is named.",
          "no baseline",
          "an id, or best");
    }
    return of(spec.getDespiteList(), OF_SPEC);
  }

  /**
   * Those of a list.
   *
   * @param path of the list
   * @throws ProblemException DESPITE_INVALID
   */
  static Set<String> of(List<String> fields, String path) throws ProblemException {
    Set<String> read = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      String field = fields.get(i);
      String at = path + "[" + i + "]";
      if (!ComparisonRules.isOverridable(field)) {
        List<String> known = ComparisonRules.overridable();
        throw invalid(
            at,
            "despite names '%s', which is no field that keeps records from being compared%s."
                .formatted(field, NearestName.hint(NearestName.several(field, known, SHOWN))),
            field,
            String.join(", ", known));
      }
      if (!read.add(field)) {
        throw invalid(at, "despite names '%s' twice.".formatted(field), field, "each field once");
      }
    }
    return Set.copyOf(read);
  }

  private static ProblemException invalid(
      String field, String message, String got, String expected) {
    return new ProblemException(
        Problem.ofField(Reason.DESPITE_INVALID, field, message)
            .with("got", got)
            .with("expected", expected));
  }
}
