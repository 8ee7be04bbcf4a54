package dev.scorekeeper.server.app;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.evaluation.testing.ReferenceModel;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluationEnd;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Rows of a test model's data set with their labels, cut and ordered as a test wants. */
final class LabelledData {

  private final List<Column> inputs = new ArrayList<>();
  private final List<Column> labels = new ArrayList<>();
  private @Nullable Column weights;
  private @Nullable List<String> slice;
  private boolean ids;
  private @Nullable Function<List<Integer>, Tensor.Builder> queries;

  /** A tensor by name: an array, or texts of one a row. */
  private record Column(String name, @Nullable Npy array, List<ByteString> texts) {
    int rows() {
      return array == null ? texts.size() : array.rows();
    }

    Tensor tensor(List<Integer> rows) {
      if (array == null) {
        return Requests.strings(
                name, List.of((long) rows.size(), 1L), rows.stream().map(texts::get).toList())
            .build();
      }
      Tensor.Builder tensor = Requests.rows(name, array, 0, 0);
      ByteBuffer bytes = ByteBuffer.allocate(rows.size() * array.bytesPerRow());
      rows.forEach(row -> bytes.put(array.rows(row, 1)));
      return tensor.setShape(0, rows.size()).setData(ByteString.copyFrom(bytes.flip())).build();
    }
  }

  /** All rows of a reference model below a folder of models, as Keras evaluated them. */
  static LabelledData of(ReferenceModel model, Path models, boolean weighted) throws IOException {
    Path folder = models.resolve(model.name()).resolve("data");
    LabelledData data = new LabelledData();
    for (String input : model.inputs()) {
      data.inputs.add(
          Files.exists(folder.resolve(input + ".json"))
              ? texts(folder, input)
              : array(folder, input, input));
    }
    for (ReferenceModel.Output output : model.outputs()) {
      data.labels.add(array(folder, output.name(), output.labels()));
    }
    if (weighted) {
      data.weights = array(folder, "", "weight");
    }
    return data;
  }

  private static Column array(Path folder, String name, String file) throws IOException {
    return new Column(name, Npy.read(folder.resolve(file + ".npy")), List.of());
  }

  private static Column texts(Path folder, String name) throws IOException {
    return new Column(name, null, KerasModels.strings(folder.resolve("text.json")));
  }

  private static Path folder(String model) {
    return ModelFolders.source(model).resolve("data");
  }

  /** Takes an input from a file of the model's data. */
  LabelledData input(String model, String name, String file) throws IOException {
    inputs.add(array(folder(model), name, file));
    return this;
  }

  /** Takes the texts of the model's data as an input. */
  LabelledData texts(String model, String name) throws IOException {
    inputs.add(texts(folder(model), name));
    return this;
  }

  LabelledData label(String model, String output, String file) throws IOException {
    labels.add(array(folder(model), output, file));
    return this;
  }

  LabelledData weights(String model, String file) throws IOException {
    weights = array(folder(model), "", file);
    return this;
  }

  /** Adds a column {@code part} of a few values to slice by, and ids. */
  LabelledData withColumns() {
    slice = List.of("a", "b", "c");
    ids = true;
    return this;
  }

  /** Says that row i belongs to query {@code queries[i % n]} of n. */
  LabelledData withQueries(String... ids) {
    queries = rows -> column("", rows, List.of(ids));
    return this;
  }

  /** The same with ids that are numbers. */
  LabelledData withQueries(int... ids) {
    queries =
        rows ->
            Requests.ints(
                "",
                List.of((long) rows.size()),
                rows.stream().mapToInt(row -> ids[row % ids.length]).toArray());
    return this;
  }

  int rows() {
    return labels.get(0).rows();
  }

  /** All rows in order. */
  List<Integer> all() {
    List<Integer> rows = new ArrayList<>();
    for (int i = 0; i < rows(); i++) {
      rows.add(i);
    }
    return rows;
  }

  List<Integer> shuffled(long seed) {
    List<Integer> rows = all();
    Collections.shuffle(rows, new Random(seed));
    return rows;
  }

  /** The message with these rows. */
  EvaluateRequest message(long sequence, List<Integer> rows) {
    LabelledRows.Builder message = LabelledRows.newBuilder().setSequence(sequence);
    inputs.forEach(column -> message.addInputs(column.tensor(rows)));
    labels.forEach(column -> message.addLabels(column.tensor(rows)));
    if (weights != null) {
      message.addWeights(weights.tensor(rows));
    }
    if (slice != null) {
      message.addSliceColumns(column("part", rows, slice));
    }
    if (queries != null) {
      message.setQueryIds(queries.apply(rows));
    }
    if (ids) {
      message.setExampleIds(
          Requests.ints(
              "",
              List.of((long) rows.size()),
              rows.stream().mapToInt(Integer::intValue).toArray()));
    }
    return EvaluateRequest.newBuilder().setRows(message).build();
  }

  private static Tensor.Builder column(String name, List<Integer> rows, List<String> values) {
    return Requests.strings(
        name,
        List.of((long) rows.size()),
        rows.stream()
            .map(row -> ByteString.copyFromUtf8(values.get(row % values.size())))
            .toList());
  }

  /** A whole stream: header, rows in messages of random sizes, end. */
  List<EvaluateRequest> stream(EvaluationHeader header, List<Integer> rows, int most, long seed) {
    Random random = new Random(seed);
    return stream(header, rows, () -> 1 + random.nextInt(most));
  }

  /** A whole stream with messages of so many rows, but for the last one. */
  List<EvaluateRequest> stream(EvaluationHeader header, List<Integer> rows, int each) {
    return stream(header, rows, () -> each);
  }

  private List<EvaluateRequest> stream(
      EvaluationHeader header, List<Integer> rows, IntSupplier sizes) {
    List<EvaluateRequest> messages = new ArrayList<>();
    messages.add(EvaluateRequest.newBuilder().setHeader(header).build());
    int from = 0;
    while (from < rows.size()) {
      int count = Math.min(rows.size() - from, sizes.getAsInt());
      messages.add(message(messages.size() - 1L, rows.subList(from, from + count)));
      from += count;
    }
    messages.add(end(rows.size()));
    return messages;
  }

  static EvaluateRequest end(long rows) {
    return EvaluateRequest.newBuilder()
        .setEnd(EvaluationEnd.newBuilder().setRowCount(rows))
        .build();
  }
}
