package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;

import com.google.rpc.Code;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RetrierTest {

  private static final long FOREVER = Long.MAX_VALUE;

  private final Retrier retrier = new Retrier(RetryPolicy.standard(), () -> 0.5);

  private static Failure unavailable() {
    return Failures.local(Status.Code.UNAVAILABLE, "down", null);
  }

  private static Failure busy(Duration retryAfter) {
    return Failures.ofMessage(FakeScoringService.retryAfter(Code.RESOURCE_EXHAUSTED, retryAfter));
  }

  private static OptionalLong millis(long value) {
    return OptionalLong.of(Duration.ofMillis(value).toNanos());
  }

  @Test
  void onFailure_unavailable_backsOffGrowing() {
    assertThat(retrier.onFailure(unavailable(), 1, FOREVER)).isEqualTo(millis(50));
    assertThat(retrier.onFailure(unavailable(), 2, FOREVER)).isEqualTo(millis(100));
    assertThat(retrier.onFailure(unavailable(), 3, FOREVER)).isEqualTo(millis(200));
    assertThat(retrier.onFailure(unavailable(), 4, FOREVER)).isEqualTo(OptionalLong.empty());
  }

  @Test
  void onFailure_manyAttempts_staysBelowMaximum() {
    Retrier patient = new Retrier(RetryPolicy.standard().withMaxAttempts(1000), () -> 0.5);

    assertThat(patient.onFailure(unavailable(), 900, FOREVER)).isEqualTo(millis(2000));
  }

  @Test
  void onFailure_jitter_variesByAFifth() {
    assertThat(new Retrier(RetryPolicy.standard(), () -> 0).onFailure(unavailable(), 1, FOREVER))
        .isEqualTo(millis(40));
    assertThat(new Retrier(RetryPolicy.standard(), () -> 1).onFailure(unavailable(), 1, FOREVER))
        .isEqualTo(millis(60));
  }

  @Test
  void onFailure_otherCodes_isFinal() {
    for (Status.Code code : Status.Code.values()) {
      if (code != Status.Code.UNAVAILABLE) {
        assertThat(retrier.onFailure(Failures.local(code, "no", null), 1, FOREVER))
            .isEqualTo(OptionalLong.empty());
      }
    }
  }

  @Test
  void onFailure_exhaustedWithRetryInfo_waitsAtLeastThatLong() {
    assertThat(retrier.onFailure(busy(Duration.ofMillis(400)), 1, FOREVER)).isEqualTo(millis(425));
    assertThat(retrier.onFailure(busy(Duration.ofMillis(1)), 1, FOREVER)).isEqualTo(millis(50));
    assertThat(retrier.onFailure(busy(Duration.ofDays(3_652_500)), 1, FOREVER / 4))
        .isEqualTo(OptionalLong.empty());
  }

  @Test
  void onFailure_deadlineNearerThanTheWait_isFinal() {
    long wait = Duration.ofMillis(50).toNanos();

    assertThat(retrier.onFailure(unavailable(), 1, wait)).isEqualTo(OptionalLong.empty());
    assertThat(retrier.onFailure(unavailable(), 1, wait + 1)).isEqualTo(OptionalLong.of(wait));
  }

  @Test
  void onFailure_negativeOrUnreadablePushback_isFinal() {
    for (String value : new String[] {"-1", "soon", ""}) {
      Metadata trailers = new Metadata();
      trailers.put(FakeScoringService.PUSHBACK, value);

      assertThat(retrier.onFailure(Failures.ofCall(Status.UNAVAILABLE, trailers), 1, FOREVER))
          .isEqualTo(OptionalLong.empty());
    }
  }

  @Test
  void onFailure_halfTheTokensGone_isFinalUntilSuccessesRefill() {
    RetryPolicy policy = RetryPolicy.standard().withThrottling(4, 0.5);
    Retrier throttled = new Retrier(policy, () -> 0.5);

    assertThat(throttled.onFailure(unavailable(), 1, FOREVER).isPresent()).isTrue();
    assertThat(throttled.onFailure(unavailable(), 1, FOREVER).isPresent()).isFalse();
    throttled.onSuccess();
    throttled.onSuccess();
    throttled.onSuccess();
    assertThat(throttled.onFailure(unavailable(), 1, FOREVER).isPresent()).isTrue();
  }

  @Test
  void onFailure_oneBreakOfManyRequests_costsOneToken() {
    Retrier throttled = new Retrier(RetryPolicy.standard().withThrottling(4, 0.5), () -> 0.5);
    Failure broken = unavailable();

    for (int i = 0; i < 100; i++) {
      assertThat(throttled.onFailure(broken, 1, FOREVER).isPresent()).isTrue();
    }
  }
}
