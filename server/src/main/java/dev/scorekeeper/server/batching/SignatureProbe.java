package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.batching.BatchingReport.CostPoint;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides, while a model is loaded, how a signature is batched: whether its rows may share runs,
 * and what runs cost. Runs the model, unless that would change its state. Blocks.
 */
final class SignatureProbe {

  /** Lengths tried for dimensions that vary. */
  private static final List<Integer> VARYING = List.of(8, 32, 1, 128);

  private final LoadedModel model;
  private final SignaturePlan plan;
  private final RunClock runClock;

  SignatureProbe(LoadedModel model, SignaturePlan plan, RunClock runClock) {
    this.model = model;
    this.plan = plan;
    this.runClock = runClock;
  }

  void decide() {
    Signature signature = plan.signature();
    if (signature.stateful()) {
      plan.decide(Verdict.apart("runs change the model's state"));
      return;
    }
    if (!signature.hasBatchDimension()) {
      plan.decide(Verdict.apart(missingDimension(signature)));
      measureOneRun(signature);
      return;
    }
    Trial trial = trial(signature);
    CouplingProbe.Finding finding = new CouplingProbe(trial, this::candidates).find();
    plan.decide(configured(finding.verdict()));
    plan.pairSingleRows(finding.aloneDiffers());
    if (finding.working() != null) {
      plan.curve().seed(CostProbe.measure(trial, finding.working(), plan));
    }
    plan.chooseLane();
  }

  private Trial trial(Signature signature) {
    List<String> outputs = signature.outputs().stream().map(OutputSpec::name).toList();
    return new Trial(model.program(signature.name(), outputs), plan.padding(), runClock);
  }

  private void measureOneRun(Signature signature) {
    if (signature.inputs().stream().anyMatch(input -> input.shape().isUnknownRank())) {
      return;
    }
    Trial trial = trial(signature);
    for (List<Sample> samples : candidates()) {
      List<CostPoint> points = CostProbe.measureOneRow(trial, samples);
      if (!points.isEmpty()) {
        plan.curve().seed(points);
        plan.chooseLane();
        return;
      }
    }
  }

  private Verdict configured(Verdict found) {
    return switch (plan.config().sharing()) {
      case AUTO -> found;
      case ALWAYS -> Verdict.SHARED;
      case NEVER ->
          new Verdict(found.independent(), false, "the configuration says sharing: never");
    };
  }

  private static String missingDimension(Signature signature) {
    for (var input : signature.inputs()) {
      if (!input.shape().hasBatchDimension()) {
        return "input '" + input.name() + "' has no batch dimension";
      }
    }
    for (OutputSpec output : signature.outputs()) {
      if (!output.tensor().shape().hasBatchDimension()) {
        return "output '" + output.name() + "' has no batch dimension";
      }
    }
    return "there are no inputs";
  }

  /** Recorded rows first: they are what the model is made for. */
  private Iterable<List<Sample>> candidates() {
    List<List<Sample>> sets = new ArrayList<>();
    boolean perRow = plan.signature().hasBatchDimension();
    boolean fixed =
        plan.signature().inputs().stream()
            .map(input -> perRow ? input.shape().inner() : input.shape())
            .allMatch(Shape::isFullyKnown);
    if (perRow) {
      sets.addAll(recorded());
    }
    for (int varying : fixed ? List.of(1) : VARYING) {
      for (Synthetic kind : Synthetic.values()) {
        sets.add(kind.samples(plan.signature(), varying, CouplingProbe.ROWS));
      }
    }
    return sets;
  }

  private List<List<Sample>> recorded() {
    Map<Object, List<Sample>> byLayout = new LinkedHashMap<>();
    for (RecordedRequest request : model.recordedRequests()) {
      if (request.signature().equals(plan.signature().name())) {
        for (Sample sample : Sample.of(plan.signature(), request)) {
          List<Sample> set = byLayout.computeIfAbsent(sample.layout(), key -> new ArrayList<>());
          if (set.size() < CouplingProbe.ROWS) {
            set.add(sample);
          }
        }
      }
    }
    return List.copyOf(byLayout.values());
  }
}
