package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of an evaluation on their way into slots, one open slot for each form. Not thread-safe.
 *
 * <p>Where rows must be counted in order there is one open slot in all, and rows of another form
 * send it on as it is.
 */
final class SlotStream implements AutoCloseable {

  /** Forms with rows that wait for more of their kind; each costs a slot. */
  private static final int MOST_FORMS = 1_024;

  /** Slots of these many forms hold several compute batches, the others one. */
  private static final int LARGE_FORMS = 4;

  private static final int LARGE_ROWS = 1_024;
  private static final long LARGE_BYTES = 4L << 20;

  /** Empty slots kept beyond those that are on their way. */
  private static final int MOST_EMPTY = 8;

  /** What the least string takes in native memory. */
  private static final int STRING_BYTES = 24;

  private final Subject subject;
  private final Program program;
  private final EvaluationSetup setup;
  private final SlotFiller filler;
  private final SlotExchange exchange;
  private final Map<Form, Open> open = new LinkedHashMap<>();
  private @Nullable Open recent;
  private @Nullable Form first;
  private long rows;

  SlotStream(Subject subject, PlannedPass planned, SlotFiller filler, SlotExchange exchange) {
    this.subject = subject;
    this.program = planned.program();
    this.setup = planned.setup();
    this.filler = filler;
    this.exchange = exchange;
  }

  /** A form, and its slot that is being filled; null between two of them. */
  private static final class Open {
    final Form form;
    final byte[] hash;
    final int capacity;
    @Nullable Slot slot;

    Open(Form form, byte[] hash, int capacity) {
      this.form = form;
      this.hash = hash;
      this.capacity = capacity;
    }
  }

  long rows() {
    return rows;
  }

  /** Copies the rows of a message into slots, and hands on those that are full. */
  void add(Message message) throws ProblemException, InterruptedException {
    int count = message.rows().count();
    if (count == 0) {
      return;
    }
    Open to = open(message);
    for (int done = 0; done < count; ) {
      Slot slot = to.slot;
      if (slot == null) {
        slot = emptySlot(to);
        to.slot = slot;
      }
      int part = Math.min(slot.room(), count - done);
      slot.number(rows, part);
      filler.copy(message, done, part, slot, to.hash);
      done += part;
      rows += part;
      if (slot.room() == 0) {
        handOn(to, slot);
      }
    }
  }

  private Open open(Message message) throws ProblemException, InterruptedException {
    Form form = message.form();
    Open last = recent;
    if (last != null && last.form.equals(form)) {
      return last;
    }
    checkLikeFirst(message);
    if (last != null && last.slot != null && subject.ordered()) {
      handOn(last, last.slot);
    }
    Open found = open.get(form);
    if (found == null) {
      if (open.size() == MOST_FORMS) {
        throw new ProblemException(tooManyForms());
      }
      found = new Open(form, filler.hash(form), capacity(form));
      open.put(form, found);
    }
    recent = found;
    return found;
  }

  private void checkLikeFirst(Message message) throws ProblemException {
    Form form = message.form();
    if (first == null) {
      first = form;
      return;
    }
    checkWeights(first, form);
    checkLabels(first, message);
  }

  /** Rows without weights among others with them would count as if their weight were 1. */
  private void checkWeights(Form first, Form form) throws ProblemException {
    for (int i = 0; i < form.weights().size(); i++) {
      boolean has = form.weights().get(i).isPresent();
      boolean had = first.weights().get(i).isPresent();
      if (has != had) {
        throw new ProblemException(
            Problem.ofField(
                    Reason.WEIGHT_INVALID,
                    "rows.weights",
                    "Rows have %s for output '%s' here, and had %s in the first message: all rows have weights, or none."
                        .formatted(
                            weights(has), setup.facts().get(i).output(), has ? "none" : "weights"))
                .with("got", weights(has))
                .with("expected", weights(had)));
      }
    }
  }

  private static String weights(boolean present) {
    return present ? "weights" : "no weights";
  }

  /** Labels must look like the first ones, but where the output's own shape varies. */
  private void checkLabels(Form first, Message message) throws ProblemException {
    Form form = message.form();
    for (int i = 0; i < form.labels().size(); i++) {
      Shape expected = first.labels().get(i);
      Shape got = form.labels().get(i);
      boolean fixed = setup.facts().get(i).predictionShape().stream().allMatch(dim -> dim >= 0);
      if (fixed ? !got.equals(expected) : got.rank() != expected.rank()) {
        throw new ProblemException(
            Problem.ofField(
                    Reason.LABEL_SHAPE_MISMATCH,
                    message.labels().get(i).field() + ".shape",
                    "Labels of output '%s' have shape %s a row here, and had %s in the first message."
                        .formatted(setup.facts().get(i).output(), got, expected))
                .with("got", got)
                .with("expected", expected));
      }
    }
  }

  private static Problem tooManyForms() {
    return Problem.of(
            Reason.EVALUATION_TOO_LARGE,
            "The rows have more than %d different shapes; pad them to fewer lengths."
                .formatted(MOST_FORMS))
        .with("limit", MOST_FORMS);
  }

  private int capacity(Form form) {
    int batch = subject.computeRows();
    if (open.size() >= LARGE_FORMS) {
      return batch;
    }
    long batchBytes = Math.max(1, rowBytes(form) * batch);
    long batches = Math.min(LARGE_BYTES / batchBytes, LARGE_ROWS / batch);
    return Math.toIntExact(Math.max(1, batches) * batch);
  }

  private static long rowBytes(Form form) {
    Layout layout = form.layout();
    long bytes = 0;
    for (int i = 0; i < layout.inputCount(); i++) {
      bytes +=
          layout.types().get(i) == DataType.STRING
              ? layout.elementsPerRow(i) * STRING_BYTES
              : layout.bytesPerRow(i);
    }
    for (int i = 0; i < form.labels().size(); i++) {
      bytes += (long) Double.BYTES * (form.labelWidth(i) + form.weightWidth(i));
      bytes += form.maskWidth(i);
    }
    return bytes;
  }

  private Slot emptySlot(Open to) throws ProblemException {
    Slot slot = exchange.takeEmpty(to.form);
    if (slot != null) {
      slot.reset();
      return slot;
    }
    if (exchange.emptyCount() >= MOST_EMPTY) {
      Slot unused = exchange.pollEmpty();
      if (unused != null) {
        unused.close();
      }
    }
    try {
      return new Slot(program, to.form, to.capacity, setup.sliceColumns().size());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ProblemException(
          Problem.of(
                  Reason.EVALUATION_TOO_LARGE,
                  "%d rows of this shape are too large for a run: set evaluation.compute_rows lower."
                      .formatted(to.capacity))
              .with("rows", to.capacity));
    }
  }

  private void handOn(Open from, Slot slot) throws ProblemException, InterruptedException {
    exchange.put(slot);
    from.slot = null;
  }

  /** Hands on what is left, in the order in which the forms came first. */
  void finish() throws ProblemException, InterruptedException {
    for (Open each : List.copyOf(open.values())) {
      if (each.slot != null) {
        handOn(each, each.slot);
      }
    }
  }

  /** Closes slots that were not handed on. */
  @Override
  public void close() {
    for (Open each : open.values()) {
      if (each.slot != null) {
        each.slot.close();
        each.slot = null;
      }
    }
  }
}
