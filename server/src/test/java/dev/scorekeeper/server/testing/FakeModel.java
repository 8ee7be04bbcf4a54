package dev.scorekeeper.server.testing;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model written in Java, without a runtime. Counts blocks and results that are open, remembers
 * every run, and refuses misuse: a second close, use after the close, a close of the model while
 * something is open.
 *
 * <p>Ready-made ones: {@link #doubling}, {@link #picky}, {@link #coupled}, {@link #withScalar},
 * {@link #echo}, {@link #counter}.
 */
public final class FakeModel implements LoadedModel {

  /** What a model computes. Called on whatever thread runs it, perhaps on several at a time. */
  public interface Behaviour {

    /** Outputs by name, all that the signature has. */
    Map<String, FakeTensor> run(FakeInputs inputs) throws RunException;
  }

  /** Something to do at the start of each run, such as moving a clock or waiting for a latch. */
  public interface RunHook {
    void beforeRun(int rows);
  }

  private final Map<String, Signature> signatures = new TreeMap<>();
  private final Map<String, Behaviour> behaviours = new TreeMap<>();
  private final ConcurrentMap<List<Object>, Program> programs = new ConcurrentHashMap<>();
  private final List<RecordedRequest> recorded = new CopyOnWriteArrayList<>();
  private final AtomicInteger openBlocks = new AtomicInteger();
  private final AtomicInteger openResults = new AtomicInteger();
  private final List<List<Float>> runs = new CopyOnWriteArrayList<>();
  private final AtomicInteger runCount = new AtomicInteger();
  private volatile boolean rememberRuns = true;
  private volatile RunHook hook = rows -> {};
  private volatile boolean closed;

  /** A model without signatures; add some with {@link #signature}. */
  public FakeModel() {}

  /** A float32 input or output. */
  public static TensorSpec floats(String name, long... shape) {
    return new TensorSpec(name, DataType.FLOAT32, Shape.of(shape));
  }

  /** {@code y = 2 x}, both float32 [?, 2]. */
  public static FakeModel doubling() {
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(floats("x", -1, 2)),
            List.of(floats("y", -1, 2)),
            false,
            in -> Map.of("y", FakeTensor.floats(in.shape(0), twice(in.floats(0)))));
  }

  /** As {@link #doubling}, and fails the whole run when any element is negative. */
  public static FakeModel picky() {
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(floats("x", -1, 2)),
            List.of(floats("y", -1, 2)),
            false,
            in -> {
              for (float value : in.floats(0)) {
                if (value < 0) {
                  throw new RunException("negative row", true);
                }
              }
              return Map.of("y", FakeTensor.floats(in.shape(0), twice(in.floats(0))));
            });
  }

  /** {@code y = x / sum(x)} over all rows, both float32 [?, 1]. */
  public static FakeModel coupled() {
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(floats("x", -1, 1)),
            List.of(floats("y", -1, 1)),
            false,
            in -> {
              float[] x = in.floats(0);
              float sum = 1e-6f;
              for (float value : x) {
                sum += value;
              }
              for (int i = 0; i < x.length; i++) {
                x[i] /= sum;
              }
              return Map.of("y", FakeTensor.floats(in.shape(0), x));
            });
  }

  /** {@code y = 2 x}, and the mean of all rows as a scalar of undeclared rank. */
  public static FakeModel withScalar() {
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(floats("x", -1, 1)),
            List.of(
                new TensorSpec("mean", DataType.FLOAT32, Shape.ofUnknownRank()),
                floats("y", -1, 1)),
            false,
            in -> {
              float[] x = in.floats(0);
              double sum = 0;
              for (float value : x) {
                sum += value;
              }
              return Map.of(
                  "mean", FakeTensor.floats(Shape.scalar(), (float) (sum / x.length)),
                  "y", FakeTensor.floats(in.shape(0), twice(x)));
            });
  }

  /** Gives back what came: float32 {@code x} [?, ?] and strings {@code s} [?, ?]. */
  public static FakeModel echo() {
    TensorSpec text = new TensorSpec("s", DataType.STRING, Shape.of(-1, -1));
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(text, floats("x", -1, -1)),
            List.of(text, floats("x", -1, -1)),
            false,
            in ->
                Map.of(
                    "s", FakeTensor.strings(in.shape(0), in.strings(0)),
                    "x", FakeTensor.floats(in.shape(1), in.floats(1))));
  }

  /** Each run gives the number of runs so far for every row: float32 [?]. Stateful. */
  public static FakeModel counter() {
    AtomicInteger count = new AtomicInteger();
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(floats("x", -1)),
            List.of(floats("n", -1)),
            true,
            in -> {
              float[] n = new float[in.count()];
              Arrays.fill(n, count.incrementAndGet());
              return Map.of("n", FakeTensor.floats(in.shape(0), n));
            });
  }

  private static float[] twice(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return values;
  }

  /** Adds a signature; inputs and outputs must be in order of their names. */
  public FakeModel signature(
      String name,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      boolean stateful,
      Behaviour behaviour) {
    List<OutputSpec> specs =
        outputs.stream()
            .map(tensor -> new OutputSpec(tensor, OutputKind.VALUE, "made up"))
            .toList();
    signatures.put(name, new Signature(name, inputs, specs, stateful));
    behaviours.put(name, behaviour);
    return this;
  }

  /** Adds a recorded request. */
  public FakeModel recorded(RecordedRequest request) {
    recorded.add(request);
    return this;
  }

  /** Sets what is done at the start of each run. */
  public FakeModel beforeRun(RunHook newHook) {
    hook = newHook;
    return this;
  }

  /** Stops remembering what was run, for tests of millions of rows. */
  public FakeModel forgetRuns() {
    rememberRuns = false;
    runs.clear();
    return this;
  }

  /** Of each run so far the first element of the first float32 input of each row, in order. */
  public List<List<Float>> runs() {
    return List.copyOf(runs);
  }

  /** Forgets the runs so far. */
  public void clearRuns() {
    runs.clear();
    runCount.set(0);
  }

  public int runCount() {
    return runCount.get();
  }

  public int openBlocks() {
    return openBlocks.get();
  }

  public int openResults() {
    return openResults.get();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public Map<String, Signature> signatures() {
    return signatures;
  }

  /** The program for all outputs of the default signature. */
  public Program program() {
    Signature signature = signatures.get(Signature.DEFAULT_NAME);
    if (signature == null) {
      throw new IllegalStateException("no default signature");
    }
    return program(
        Signature.DEFAULT_NAME, signature.outputs().stream().map(OutputSpec::name).toList());
  }

  @Override
  public Program program(String signature, List<String> outputs) {
    Signature found = signatures.get(signature);
    Behaviour behaviour = behaviours.get(signature);
    if (found == null || behaviour == null) {
      throw new IllegalArgumentException("unknown signature: " + signature);
    }
    return programs.computeIfAbsent(
        List.of(signature, List.copyOf(outputs)),
        key ->
            new FakeProgram(
                found,
                outputs.stream().map(name -> found.outputs().get(index(found, name))).toList(),
                behaviour));
  }

  private static int index(Signature signature, String output) {
    int index = signature.outputIndex(output);
    if (index < 0) {
      throw new IllegalArgumentException("unknown output: " + output);
    }
    return index;
  }

  @Override
  public List<RecordedRequest> recordedRequests() {
    return List.copyOf(recorded);
  }

  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("model closed twice");
    }
    if (openBlocks.get() != 0 || openResults.get() != 0) {
      throw new IllegalStateException(
          "model closed with " + openBlocks + " blocks and " + openResults + " results open");
    }
    closed = true;
  }

  private final class FakeProgram implements Program {

    private final Signature signature;
    private final List<OutputSpec> outputs;
    private final Behaviour behaviour;

    FakeProgram(Signature signature, List<OutputSpec> outputs, Behaviour behaviour) {
      this.signature = signature;
      this.outputs = outputs;
      this.behaviour = behaviour;
    }

    @Override
    public Signature signature() {
      return signature;
    }

    @Override
    public List<OutputSpec> outputs() {
      return outputs;
    }

    @Override
    public InputBlock allocate(Layout layout, int capacity) {
      return new FakeBlock(layout, capacity, openBlocks);
    }

    @Override
    public RunResult run(InputBlock block, int from, int count) throws RunException {
      if (closed) {
        throw new IllegalStateException("model is closed");
      }
      if (from < 0 || count < 0 || from + count > block.capacity()) {
        throw new IllegalArgumentException(
            "rows " + from + " + " + count + " of " + block.capacity());
      }
      FakeInputs inputs = new FakeInputs((FakeBlock) block, from, count);
      remember(inputs);
      hook.beforeRun(count);
      Map<String, FakeTensor> all = behaviour.run(inputs);
      List<FakeTensor> wanted = new ArrayList<>();
      for (OutputSpec output : outputs) {
        FakeTensor tensor = all.get(output.name());
        if (tensor == null) {
          throw new IllegalStateException("the behaviour lacks output " + output.name());
        }
        wanted.add(tensor);
      }
      return new FakeResult(wanted);
    }

    private void remember(FakeInputs inputs) {
      runCount.incrementAndGet();
      if (!rememberRuns) {
        return;
      }
      List<Float> firsts = new ArrayList<>();
      for (int i = 0; i < signature.inputs().size(); i++) {
        if (inputs.layout().types().get(i) == DataType.FLOAT32) {
          float[] values = inputs.floats(i);
          int elements = (int) inputs.layout().elementsPerRow(i);
          for (int row = 0; elements > 0 && row < inputs.count(); row++) {
            firsts.add(values[row * elements]);
          }
          break;
        }
      }
      runs.add(firsts);
    }
  }

  private final class FakeResult implements RunResult {

    private final List<FakeTensor> tensors;
    private volatile boolean resultClosed;

    FakeResult(List<FakeTensor> tensors) {
      this.tensors = tensors;
      openResults.incrementAndGet();
    }

    private FakeTensor tensor(int output) {
      if (resultClosed) {
        throw new IllegalStateException("result is closed");
      }
      return tensors.get(output);
    }

    @Override
    public Shape shape(int output) {
      return tensor(output).shape();
    }

    @Override
    public DataType type(int output) {
      return tensor(output).type();
    }

    @Override
    public ByteBuffer data(int output) {
      return tensor(output).data();
    }

    @Override
    public byte[] string(int output, long index) {
      return tensor(output).string(index);
    }

    @Override
    public void close() {
      if (resultClosed) {
        throw new IllegalStateException("result closed twice");
      }
      resultClosed = true;
      openResults.decrementAndGet();
    }
  }
}
