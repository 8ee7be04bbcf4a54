package dev.scorekeeper.server.transport;

import dev.scorekeeper.server.pipeline.Caller;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A scorer without models. Each input comes back as the output of its name, of kind LOGIT where its
 * name begins with "logit", PROBABILITY for "probability", else VALUE. Tests may put something else
 * in its place.
 */
public final class FakeScorer implements Scorer {

  public static final ModelId MODEL = new ModelId("echo", 7);

  private volatile Consumer<Call> behaviour = Call::echo;

  /** Does this with requests from now on, on their event loop. */
  public void behave(Consumer<Call> newBehaviour) {
    behaviour = newBehaviour;
  }

  @Override
  public void score(ScoreRequest request, Caller caller) {
    try {
      behaviour.accept(new Call(request, FakeRows.echo(request), caller));
    } catch (ProblemException e) {
      caller.ended(null, "", new Outcome.Refused(e.problem()));
    }
  }

  /** One request, with its outputs copied, so that it can be ended at any time. */
  public record Call(ScoreRequest request, FakeRows rows, Caller caller) {

    /** Answers with the inputs; on the caller's executor. */
    public void echo() {
      caller.ended(MODEL, "serving_default", new Outcome.Scored(rows));
    }

    /** Answers with the inputs later, from any thread. */
    public void echoFromElsewhere() {
      caller.executor().execute(this::echo);
    }

    /** Refuses; on the caller's executor. */
    public void refuse(Problem problem) {
      caller.ended(null, "", new Outcome.Refused(problem));
    }
  }

  /** Outputs copied from inputs. */
  public record FakeRows(
      List<OutputSpec> outputs, List<Shape> shapes, List<ByteBuffer> data, List<List<byte[]>> texts)
      implements dev.scorekeeper.server.scoring.ScoredRows {

    static FakeRows echo(ScoreRequest request) throws ProblemException {
      List<OutputSpec> specs = new ArrayList<>();
      List<Shape> shapes = new ArrayList<>();
      List<ByteBuffer> data = new ArrayList<>();
      List<List<byte[]>> texts = new ArrayList<>();
      for (InputTensor input : wanted(request)) {
        specs.add(
            new OutputSpec(
                new TensorSpec(input.name(), input.type(), varying(input.shape())),
                kind(input.name()),
                "its name"));
        shapes.add(input.shape());
        ByteBuffer copy = ByteBuffer.allocate((int) input.byteLength());
        if (input.type() != DataType.STRING) {
          input.read(0, copy);
        }
        data.add(copy.flip().asReadOnlyBuffer());
        List<byte[]> strings = new ArrayList<>();
        for (long i = 0; i < input.stringCount(); i++) {
          strings.add(input.string(i));
        }
        texts.add(strings);
      }
      request.outputs().check(specs);
      return new FakeRows(specs, shapes, data, texts);
    }

    private static List<InputTensor> wanted(ScoreRequest request) throws ProblemException {
      if (request.outputs().names().isEmpty()) {
        return request.inputs();
      }
      List<InputTensor> wanted = new ArrayList<>();
      for (String name : request.outputs().names()) {
        wanted.add(
            request.inputs().stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(
                    () ->
                        new ProblemException(
                            Problem.of(Reason.OUTPUT_UNKNOWN, "no output " + name))));
      }
      return wanted;
    }

    private static Shape varying(Shape shape) {
      long[] dims = shape.dims();
      if (dims.length > 0) {
        dims[0] = Shape.UNKNOWN;
      }
      return Shape.of(dims);
    }

    private static OutputKind kind(String name) {
      if (name.startsWith("logit")) {
        return OutputKind.LOGIT;
      }
      return name.startsWith("probability") ? OutputKind.PROBABILITY : OutputKind.VALUE;
    }

    @Override
    public Shape shape(int output) {
      return shapes.get(output);
    }

    @Override
    public ByteBuffer data(int output) {
      return data.get(output).duplicate();
    }

    @Override
    public byte[] string(int output, long index) {
      return texts.get(output).get((int) index);
    }
  }
}
