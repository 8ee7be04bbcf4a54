package dev.scorekeeper.client;

import dev.scorekeeper.v1.DatasetSpec;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.SliceSpec;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What to ask about which model, but for the rows. Immutable; every method that adds something
 * returns a new value.
 *
 * <pre>{@code
 * EvaluationRequest.of("digits")
 *     .output(EvaluatedOutput.of("").loss("sparse_categorical_crossentropy").metrics("accuracy"))
 *     .gate("accuracy >= 0.95")
 * }</pre>
 */
public final class EvaluationRequest {

  private static final String KERAS_PROFILE = "keras-3.15/tensorflow";

  private final EvaluationHeader header;

  private EvaluationRequest(EvaluationHeader header) {
    this.header = header;
  }

  /** Asks about the newest version of this model; nothing yet. */
  public static EvaluationRequest of(String model) {
    return of(
        EvaluationHeader.newBuilder().setModel(ModelSpec.newBuilder().setName(model)).build());
  }

  /** Any question of the wire. */
  public static EvaluationRequest of(EvaluationHeader header) {
    return new EvaluationRequest(header);
  }

  /** Judges this version, [1, 2^63), instead of the newest. */
  public EvaluationRequest version(long version) {
    return with(header.toBuilder().setModel(header.getModel().toBuilder().setVersion(version)));
  }

  /** Judges the version that this label stands for, instead of the newest. */
  public EvaluationRequest label(String label) {
    return with(header.toBuilder().setModel(header.getModel().toBuilder().setLabel(label)));
  }

  /** Runs this signature instead of "serving_default". */
  public EvaluationRequest signature(String signature) {
    return with(header.toBuilder().setSignature(signature));
  }

  /** Adds what is asked of an output. */
  public EvaluationRequest output(EvaluatedOutput output) {
    return ask(spec -> spec.addOutputs(output.wire()));
  }

  /** Adds slices by the values of these columns, crossed. */
  public EvaluationRequest slice(String... columns) {
    return ask(
        spec -> spec.addSlices(SliceSpec.newBuilder().addAllColumns(Arrays.asList(columns))));
  }

  /** Adds a condition to pass, such as {@code accuracy >= 0.95}. */
  public EvaluationRequest gate(String gate) {
    return ask(spec -> spec.addGates(gate));
  }

  /** Names the data set. */
  public EvaluationRequest dataset(String name, String version) {
    return ask(
        spec -> spec.setDataset(spec.getDataset().toBuilder().setName(name).setVersion(version)));
  }

  /** Declares how many rows the data set has; another number is an error. */
  public EvaluationRequest declaredRows(long rows) {
    return ask(
        spec -> spec.setDataset(DatasetSpec.newBuilder(spec.getDataset()).setDeclaredRows(rows)));
  }

  /** Says which preprocessing made the inputs. */
  public EvaluationRequest preprocessingHash(String hash) {
    return ask(spec -> spec.setPreprocessingHash(hash));
  }

  /** Compares with this record, or with "best": the best passed one on the same data set. */
  public EvaluationRequest baseline(String id) {
    return ask(spec -> spec.setBaseline(id));
  }

  /**
   * Compares with the baseline even if this field differs, such as {@code dataset.digest}; the
   * record tells it.
   */
  public EvaluationRequest despite(String field) {
    return ask(spec -> spec.addDespite(field));
  }

  /** Says that there is no baseline yet: gates that need one are passed over. */
  public EvaluationRequest firstRelease() {
    return ask(spec -> spec.setFirstRelease(true));
  }

  /** Computes Keras' own batch-by-batch numbers. */
  public EvaluationRequest keras(int batchSize) {
    return ask(
        spec ->
            spec.setMode(EvaluationMode.EVALUATION_MODE_KERAS)
                .setKeras(
                    KerasProfile.newBuilder().setProfile(KERAS_PROFILE).setBatchSize(batchSize)));
  }

  /** Computes confidence intervals; they need example ids. */
  public EvaluationRequest intervals(IntervalMethod method) {
    return ask(spec -> spec.setIntervals(spec.getIntervals().toBuilder().setMethod(method)));
  }

  /** A second evaluation with the same id and the same rows gives the first one's record. */
  public EvaluationRequest requestId(String id) {
    return ask(spec -> spec.setRequestId(id));
  }

  /** Changes anything else of the question. */
  public EvaluationRequest ask(Consumer<EvaluationSpec.Builder> change) {
    EvaluationSpec.Builder spec = header.getSpec().toBuilder();
    change.accept(spec);
    return with(header.toBuilder().setSpec(spec));
  }

  /** The message of the wire. */
  public EvaluationHeader header() {
    return header;
  }

  /** The same with a request id, so that it can be asked again without leaving two records. */
  EvaluationRequest repeatable() {
    return header.getSpec().getRequestId().isEmpty()
        ? requestId(UUID.randomUUID().toString())
        : this;
  }

  private static EvaluationRequest with(EvaluationHeader.Builder changed) {
    return new EvaluationRequest(changed.build());
  }

  @Override
  public String toString() {
    return "EvaluationRequest[" + header.getModel().getName() + "]";
  }
}
