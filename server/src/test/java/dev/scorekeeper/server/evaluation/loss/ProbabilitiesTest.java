package dev.scorekeeper.server.evaluation.loss;

import static com.google.common.truth.Truth.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ProbabilitiesTest {

  private final Random random = new Random(4);

  @Test
  void logOnePlus_anyNumber_isLog1p() {
    for (int i = 0; i < 10_000; i++) {
      double x = random.nextDouble() * Math.pow(10, -random.nextInt(20));
      double expected = Math.log1p(x);

      assertThat(Probabilities.logOnePlus(x)).isWithin(expected * 5e-13).of(expected);
    }
    assertThat(Probabilities.logOnePlus(0)).isEqualTo(0);
    assertThat(Probabilities.logOnePlus(1)).isEqualTo(Math.log(2));
  }

  @Test
  void crossentropy_anyProbability_isItsFormula() {
    for (int i = 0; i < 10_000; i++) {
      float p = random.nextFloat() * (float) Math.pow(10, -random.nextInt(7));
      double clipped = Probabilities.clip(p);
      double expected = -Math.log1p(-clipped);

      assertThat(Probabilities.crossentropy(0, p)).isWithin(expected * 1e-15).of(expected);
    }
  }

  @Test
  void crossentropy_ends_areThoseOfFloat32() {
    assertThat(Probabilities.crossentropy(1, 0)).isWithin(1e-4).of(16.1181);
    assertThat(Probabilities.crossentropy(0, 1)).isWithin(1e-4).of(15.9424);
    assertThat(Probabilities.crossentropyOfLogit(0, 30)).isWithin(1e-12).of(30);
    assertThat(Probabilities.crossentropyOfLogit(1, 40)).isWithin(1e-30).of(Math.exp(-40));
  }
}
