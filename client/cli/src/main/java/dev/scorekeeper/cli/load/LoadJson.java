package dev.scorekeeper.cli.load;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Reports as JSON, and measurements back from it.
 *
 * <p>{@code kind} says what it is; {@code summary} holds the figures for programs; {@code result}
 * all that was recorded, histograms in HdrHistogram's compressed encoding, so that measurements can
 * be merged.
 */
public final class LoadJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeHierarchyAdapter(Histogram.class, new Histograms())
          .registerTypeAdapter(double.class, new Doubles())
          .serializeNulls()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  private LoadJson() {}

  /** The report as one object. */
  public static String write(LoadReport report) {
    JsonObject json = new JsonObject();
    if (report instanceof LoadReport.Single single) {
      json.addProperty("kind", "load");
      addResult(json, single.result());
    } else if (report instanceof LoadReport.Found found) {
      json.addProperty("kind", "find_max");
      addFound(json, found);
    } else if (report instanceof LoadReport.Curve curve) {
      json.addProperty("kind", "overload");
      json.add("capacity", result(curve.capacity()));
      JsonArray points = new JsonArray();
      curve.points().forEach(point -> points.add(result(point)));
      json.add("points", points);
    }
    return GSON.toJson(json);
  }

  private static void addFound(JsonObject json, LoadReport.Found found) {
    LoadResult confirmed = found.confirmed();
    json.addProperty("slo", found.slo().label());
    json.add(
        "max_per_second",
        confirmed == null
            ? JsonNull.INSTANCE
            : GSON.toJsonTree(confirmed.plan().traffic().perSecond()));
    json.addProperty("generator_limited", found.limited());
    JsonArray probes = new JsonArray();
    for (LoadReport.Probe probe : found.probes()) {
      JsonObject one = new JsonObject();
      one.addProperty("per_second", probe.perSecond());
      one.addProperty("kept", probe.kept());
      one.addProperty("why", probe.why());
      one.add("summary", summary(probe.result()));
      probes.add(one);
    }
    json.add("probes", probes);
    if (confirmed != null) {
      addResult(json, confirmed);
    }
  }

  private static JsonObject result(LoadResult result) {
    JsonObject json = new JsonObject();
    addResult(json, result);
    return json;
  }

  private static void addResult(JsonObject json, LoadResult result) {
    json.add("summary", summary(result));
    json.add("result", GSON.toJsonTree(result));
  }

  private static JsonObject summary(LoadResult result) {
    WindowResult total = result.total();
    JsonObject json = new JsonObject();
    json.addProperty("measured_seconds", total.seconds());
    json.addProperty("offered_per_second", total.offeredPerSecond());
    json.addProperty("answered_per_second", total.answeredPerSecond());
    json.addProperty("good_per_second", total.goodPerSecond());
    json.addProperty("rows_per_second", total.answeredPerSecond() * result.plan().rows());
    json.add("statuses", GSON.toJsonTree(total.statuses()));
    json.addProperty("unanswered", total.unanswered());
    json.add("latency_us", percentiles(total.latency()));
    json.add("service_us", percentiles(total.service()));
    json.add("failed_latency_us", percentiles(total.failedLatency()));
    json.add("send_lag_us", percentiles(total.lag()));
    add(json, "stable", "stability", Verdicts.stability(result.windows()));
    Verdict generator = Verdicts.generator(result);
    json.addProperty("generator_limited", !generator.good());
    json.addProperty("generator", generator.text());
    return json;
  }

  private static void add(JsonObject json, String key, String textKey, Verdict verdict) {
    json.addProperty(key, verdict.good());
    json.addProperty(textKey, verdict.text());
  }

  /** Null where the count is too small to know. */
  private static JsonElement percentiles(Histogram histogram) {
    JsonObject json = new JsonObject();
    long count = histogram.getTotalCount();
    json.addProperty("count", count);
    if (count == 0) {
      return json;
    }
    json.addProperty("mean", histogram.getMean() / 1e3);
    for (Percentile percentile : Percentile.SHOWN) {
      json.add(
          percentile.label(),
          count < percentile.minimumCount()
              ? JsonNull.INSTANCE
              : GSON.toJsonTree(histogram.getValueAtPercentile(percentile.percent()) / 1e3));
    }
    json.addProperty("max", histogram.getMaxValue() / 1e3);
    return json;
  }

  /**
   * The measurement in a report of one.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static LoadResult read(String json) {
    LoadResult result;
    try {
      JsonElement tree = JsonParser.parseString(json);
      JsonElement stored = tree.isJsonObject() ? tree.getAsJsonObject().get("result") : null;
      result = GSON.fromJson(stored, LoadResult.class);
    } catch (JsonParseException | IllegalStateException | NullPointerException e) {
      throw new IllegalArgumentException("not a measurement of \"load\"", e);
    }
    if (result == null) {
      throw new IllegalArgumentException("not a measurement of \"load\"");
    }
    return result;
  }

  /** A number that is none is null: JSON has no other word for it. */
  private static final class Doubles extends TypeAdapter<Double> {
    @Override
    public void write(JsonWriter out, @Nullable Double value) throws IOException {
      if (value == null || value.isNaN()) {
        out.nullValue();
      } else {
        out.value(value);
      }
    }

    @Override
    public Double read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return Double.NaN;
      }
      return in.nextDouble();
    }
  }

  /** Histograms in the compressed encoding of HdrHistogram, in Base64. */
  private static final class Histograms extends TypeAdapter<Histogram> {
    @Override
    public void write(JsonWriter out, Histogram histogram) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
      int size = histogram.encodeIntoCompressedByteBuffer(buffer, Deflater.BEST_COMPRESSION);
      byte[] bytes = new byte[size];
      buffer.rewind().get(bytes);
      out.value(Base64.getEncoder().encodeToString(bytes));
    }

    @Override
    public Histogram read(JsonReader in) throws IOException {
      byte[] bytes = Base64.getDecoder().decode(in.nextString());
      try {
        return Histogram.decodeFromCompressedByteBuffer(
            ByteBuffer.wrap(bytes), Window.LONGEST_NANOS);
      } catch (DataFormatException e) {
        throw new JsonParseException("a histogram is damaged", e);
      }
    }
  }
}
