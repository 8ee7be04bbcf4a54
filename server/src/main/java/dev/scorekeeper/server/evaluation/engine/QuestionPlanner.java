package dev.scorekeeper.server.evaluation.engine;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import dev.scorekeeper.server.evaluation.spec.MetricCall;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The planner. */
final class QuestionPlanner implements EvaluationPlanner {

  private static final String IGNORE_CLASS = "ignore_class";

  private final MetricCatalog metrics;
  private final ReportMetrics reports;
  private final @Nullable KerasMode keras;
  private final QuestionCheck check;

  QuestionPlanner(MetricCatalog metrics, @Nullable KerasMode keras) {
    this.metrics = metrics;
    this.reports = new ReportMetrics(metrics);
    this.keras = keras;
    this.check = new QuestionCheck(keras);
  }

  @Override
  public void check(EvaluationQuestion question) throws EvaluationException {
    check.check(question);
  }

  @Override
  public EvaluationSetup plan(EvaluationQuestion question, List<OutputFacts> facts)
      throws EvaluationException {
    check.check(question);
    List<PlannedOutput> outputs = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < question.outputs().size(); i++) {
      OutputQuestion asked = question.outputs().get(i);
      OutputFacts known = find(asked.output(), facts, i);
      if (!taken.add(known.output())) {
        throw Problems.question(
                Problems.output(i) + ".output",
                "output " + known.output() + " is asked about twice")
            .with("output", known.output());
      }
      outputs.add(new OutputPlan(question, asked, known, i).plan());
    }
    List<PlannedOutput> named = Naming.name(outputs, question.mode());
    EvaluationQuestion resolved = Resolved.of(question, named);
    return new EvaluationSetup(
        resolved,
        named,
        Warnings.of(resolved),
        question.mode() == Mode.KERAS ? requireNonNull(keras)::start : DatasetRun::new);
  }

  private static OutputFacts find(String output, List<OutputFacts> facts, int index)
      throws EvaluationException {
    if (output.isEmpty() && facts.size() == 1) {
      return facts.get(0);
    }
    for (OutputFacts candidate : facts) {
      if (candidate.output().equals(output)) {
        return candidate;
      }
    }
    String names = facts.stream().map(OutputFacts::output).collect(Collectors.joining(", "));
    throw new EvaluationException(
            EvaluationReason.UNKNOWN_OUTPUT,
            Problems.output(index) + ".output",
            "there is no output '" + output + "'; there are " + names)
        .with("output", output)
        .with("got", output)
        .with("expected", names);
  }

  /** Plans one output. */
  private final class OutputPlan {

    private final EvaluationQuestion question;
    private final OutputQuestion asked;
    private final OutputFacts facts;
    private final int index;
    private final Set<Long> ignored = new HashSet<>();

    OutputPlan(EvaluationQuestion question, OutputQuestion asked, OutputFacts facts, int index) {
      this.question = question;
      this.asked = asked;
      this.facts = facts;
      this.index = index;
    }

    PlannedOutput plan() throws EvaluationException {
      String field = Problems.output(index);
      CallText lossCall =
          asked.loss().isEmpty() ? null : QuestionCheck.parse(asked.loss(), field + ".loss");
      MetricContext context = new OutputResolver(asked, facts, field, lossCall).context();
      Optional<PlannedMetric> loss =
          lossCall == null ? Optional.empty() : Optional.of(loss(lossCall, context, field));
      List<PlannedMetric> planned = new ArrayList<>();
      for (int i = 0; i < asked.metrics().size(); i++) {
        planned.add(metric(asked.metrics().get(i), context, Problems.metric(index, i) + ".metric"));
      }
      return new PlannedOutput(
          index,
          OutputResolver.resolved(asked, facts, context),
          facts,
          context,
          loss,
          planned,
          reports.of(context, question.mode() == Mode.KERAS ? List.of() : planned),
          OutputResolver.distribution(facts, context),
          ignored);
    }

    private PlannedMetric loss(CallText call, MetricContext context, String field)
        throws EvaluationException {
      MetricContext weighted = Contexts.weighted(context, true);
      try {
        if (question.mode() == Mode.KERAS) {
          ignore(call);
          KerasMode.Found found = requireNonNull(keras).loss(call, weighted);
          return planned(call, found, Optional.empty(), "loss");
        }
        ignore(LossCatalog.catalog().resolve(call, weighted));
        Metric metric = LossCatalog.create(call, weighted, question.policies().lossNormalizer());
        return planned(call, metric, "loss");
      } catch (SpecException e) {
        throw Problems.spec(e, field + ".loss").with("output", context.output());
      }
    }

    private PlannedMetric metric(MetricQuestion wanted, MetricContext context, String field)
        throws EvaluationException {
      CallText call = QuestionCheck.parse(wanted.metric(), field);
      MetricContext own = Contexts.weighted(context, wanted.weighted());
      try {
        if (question.mode() == Mode.KERAS) {
          ignore(call);
          KerasMode.Found found = requireNonNull(keras).metric(call, own);
          return planned(call, found, Optional.empty(), name(wanted, found.identity()));
        }
        MetricCall found = metrics.resolve(call, own);
        ignore(found);
        Metric metric = found.create(own);
        return planned(call, metric, name(wanted, metric.identity()));
      } catch (SpecException e) {
        throw Problems.spec(e, field).with("output", context.output());
      }
    }

    private static String name(MetricQuestion wanted, MetricIdentity identity) {
      return wanted.name().isEmpty() ? identity.name() : wanted.name();
    }

    private static PlannedMetric planned(CallText call, Metric metric, String name) {
      KerasMode.Found found = new KerasMode.Found(metric.identity(), metric.takesLogits());
      return planned(call, found, Optional.of(metric), name);
    }

    private static PlannedMetric planned(
        CallText call, KerasMode.Found found, Optional<Metric> metric, String name) {
      String digest = Canonical.digest(found.identity());
      return new PlannedMetric(
          call, found.identity(), found.takesLogits(), metric, name, name, digest);
    }

    private void ignore(CallText call) {
      for (CallText.Argument argument : call.arguments()) {
        if (argument.name().equals(IGNORE_CLASS) && argument.value() instanceof Long label) {
          ignored.add(label);
        }
      }
    }

    private void ignore(MetricCall call) {
      if (call.arguments().values().get(IGNORE_CLASS) instanceof Long label) {
        ignored.add(label);
      }
    }
  }
}
