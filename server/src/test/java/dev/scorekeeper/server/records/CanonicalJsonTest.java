package dev.scorekeeper.server.records;

import static com.google.common.truth.Truth.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.Verdict;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class CanonicalJsonTest {

  @Test
  void of_message_hasSortedMembersAndNoSpace() {
    Evaluation evaluation =
        Evaluation.newBuilder()
            .setId("ev-1")
            .setCreateTime(Times.timestamp(SampleRecords.NOW))
            .setSpec(EvaluationSpec.newBuilder().setExtraLoss(0).addGates("a >= 0.5"))
            .addValues(MetricValue.newBuilder().setName("loss").setValue(1e-7))
            .addValues(MetricValue.newBuilder().setName("auc").setValue(Double.NaN))
            .setVerdict(Verdict.VERDICT_PASSED)
            .build();

    assertThat(CanonicalJson.of(evaluation))
        .isEqualTo(
            "{\"createTime\":\"2026-11-26T10:20:30.123456Z\",\"id\":\"ev-1\","
                + "\"spec\":{\"extraLoss\":0,\"gates\":[\"a >= 0.5\"]},"
                + "\"values\":[{\"name\":\"loss\",\"value\":1e-7},"
                + "{\"name\":\"auc\",\"value\":\"NaN\"}],"
                + "\"verdict\":\"VERDICT_PASSED\"}");
  }

  @Test
  void of_strings_escapesWhatMustBeAndNoMore() {
    String text = CanonicalJson.of(Map.of("a", "\" \\ / \b\f\n\r\t \u0000 \u001f \u007f é 😀 <"));

    assertThat(text)
        .isEqualTo("{\"a\":\"\\\" \\\\ / \\b\\f\\n\\r\\t \\u0000 \\u001f \u007f é 😀 <\"}");
  }

  /** Fails, too, when somebody adds a field that cannot be written or is lost on the way. */
  @Property(tries = 200)
  void of_anyRecord_isReadBackWhole(@ForAll long seed) throws InvalidProtocolBufferException {
    Evaluation evaluation = SampleRecords.full(new Random(seed)).build();
    Evaluation.Builder read = Evaluation.newBuilder();

    String text = CanonicalJson.of(evaluation);
    JsonFormat.parser().merge(text, read);

    // NaN of any bits is one NaN in JSON.
    assertThat(CanonicalJson.of(read.build())).isEqualTo(text);
    assertThat(JsonFormat.printer().print(read)).isEqualTo(JsonFormat.printer().print(evaluation));
  }
}
