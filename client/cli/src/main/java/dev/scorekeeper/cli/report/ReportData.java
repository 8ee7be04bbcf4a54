package dev.scorekeeper.cli.report;

import com.google.gson.stream.JsonWriter;
import dev.scorekeeper.v1.ConfusionMatrix;
import dev.scorekeeper.v1.Curve;
import dev.scorekeeper.v1.CurveColumn;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.SliceResult;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the page's script draws, as JSON that may stand inside a script element: {@code <}, {@code
 * >}, {@code &} and the quotes are escaped. Numbers that JSON does not know are strings.
 */
final class ReportData {
  private final JsonWriter json;

  private ReportData(JsonWriter json) {
    this.json = json;
  }

  static String json(Evaluation evaluation, List<ReportOutput> outputs, Baseline baseline)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(true);
      new ReportData(json).write(evaluation, outputs, baseline);
    }
    return text.toString();
  }

  private void write(Evaluation evaluation, List<ReportOutput> outputs, Baseline baseline)
      throws IOException {
    Evaluation record = baseline.record();
    List<ReportOutput> others = record == null ? List.of() : ReportOutput.of(record);
    json.beginObject().name("outputs").beginArray();
    for (ReportOutput output : outputs) {
      json.beginObject();
      output(output);
      json.name("baseline").beginArray();
      for (ReportOutput other : others) {
        if (output.isSame(other)) {
          curves(other.curves());
        }
      }
      json.endArray().endObject();
    }
    json.endArray();
    slices(evaluation);
    json.endObject();
  }

  private void output(ReportOutput output) throws IOException {
    json.name("title").value(output.title());
    json.name("classNames").beginArray();
    for (String name : output.classNames()) {
      json.value(name);
    }
    json.endArray();
    if (output.asked().hasDecisionThreshold()) {
      json.name("threshold");
      number(output.asked().getDecisionThreshold());
    }
    if (output.asked().hasPositiveClass()) {
      json.name("positiveClass").value(output.asked().getPositiveClass());
    }
    json.name("labelCounts").beginArray();
    for (long count : output.counts().getLabelCountsList()) {
      json.value(count);
    }
    json.endArray();
    json.name("curves").beginArray();
    curves(output.curves());
    json.endArray();
    json.name("matrices").beginArray();
    for (ConfusionMatrix matrix : output.matrices()) {
      if (ConfusionsPart.isDrawn(matrix)) {
        matrix(matrix);
      }
    }
    json.endArray();
  }

  private void curves(List<Curve> curves) throws IOException {
    for (Curve curve : curves) {
      json.beginObject().name("kind").value(curve.getKind());
      if (curve.hasClassId()) {
        json.name("classId").value(curve.getClassId());
      }
      json.name("columns").beginObject();
      for (CurveColumn column : curve.getColumnsList()) {
        json.name(column.getName()).beginArray();
        for (double value : column.getValuesList()) {
          number(value);
        }
        json.endArray();
      }
      json.endObject().endObject();
    }
  }

  /** The cells that are not 0, as row, column and value in turn. */
  private void matrix(ConfusionMatrix matrix) throws IOException {
    int classes = matrix.getClasses();
    json.beginObject().name("classes").value(classes).name("cells").beginArray();
    for (int i = 0; i < matrix.getCellsCount(); i++) {
      double cell = matrix.getCells(i);
      if (cell != 0 && classes > 0) {
        json.value(i / classes).value(i % classes);
        number(cell);
      }
    }
    json.endArray().endObject();
  }

  private void slices(Evaluation evaluation) throws IOException {
    List<MetricValue> values = evaluation.getValuesList();
    json.name("metrics").beginArray();
    for (MetricValue value : values) {
      json.beginObject().name("name").value(value.getName());
      if (value.hasHigherIsBetter()) {
        json.name("higherIsBetter").value(value.getHigherIsBetter());
      }
      json.name("whole");
      value(value);
      json.endObject();
    }
    json.endArray().name("slices").beginArray();
    for (SliceResult slice : evaluation.getSlicesList()) {
      json.beginObject();
      json.name("group").value(Words.sliceColumns(slice.getKey()));
      json.name("name").value(Words.slice(slice.getKey()));
      json.name("rows").value(slice.getRowCount());
      json.name("values").beginArray();
      Map<MetricKey, MetricValue> byKey = new HashMap<>();
      slice.getValuesList().forEach(value -> byKey.put(value.getKey(), value));
      for (MetricValue value : values) {
        MetricValue here = byKey.get(value.getKey());
        if (here == null) {
          json.nullValue();
        } else {
          value(here);
        }
      }
      json.endArray().endObject();
    }
    json.endArray();
  }

  /** The number with the ends of its interval, or why there is none. */
  private void value(MetricValue value) throws IOException {
    if (!Values.defined(value)) {
      json.value(Words.undefined(value.getUndefined()));
      return;
    }
    json.beginArray();
    number(value.getValue());
    if (value.hasInterval()) {
      number(value.getInterval().getLower());
      number(value.getInterval().getUpper());
    }
    json.endArray();
  }

  private void number(double value) throws IOException {
    if (!Double.isFinite(value)) {
      json.value(Double.toString(value));
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.value((long) value);
    } else {
      json.value(value);
    }
  }
}
