package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The scanner against the generated parser, on requests in any form; see {@link ScannerLaw}. */
final class RequestScannerPropertyTest {

  /** One for all: what a request left behind must not show in the next. */
  private static final ScannerLaw LAW = new ScannerLaw();

  @Property(tries = 1_500)
  void scan_usualRequest_isAcceptedWithTheSameMeaning(@ForAll long seed) {
    byte[] request = new RequestForms(new Random(seed)).usual();

    assertThat(LAW.holds(request)).isTrue();
  }

  @Property(tries = 3_000)
  void scan_requestInAnyForm_meansTheSameOrIsDeclined(@ForAll long seed) {
    LAW.holds(new RequestForms(new Random(seed)).any());
  }

  @Property(tries = 1_500)
  void scan_usualRequestWithBytesChanged_meansTheSameOrIsDeclined(@ForAll long seed) {
    Random random = new Random(seed);
    LAW.holds(RequestForms.mutate(new RequestForms(random).usual(), random));
  }

  @Property(tries = 3_000)
  void scan_anyFormWithBytesChanged_meansTheSameOrIsDeclined(@ForAll long seed) {
    Random random = new Random(seed);
    LAW.holds(RequestForms.mutate(new RequestForms(random).any(), random));
  }

  @Property(tries = 1_500)
  void scan_requestsAlike_eachMeansWhatItSays(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] request = new RequestForms(random).usual();
    LAW.holds(request);
    for (int i = 0; i < 4; i++) {
      LAW.holds(RequestForms.mutate(request, random));
    }
    assertThat(LAW.holds(request)).isTrue();
  }

  /** The law would be empty for a scanner that declines all that is out of the ordinary. */
  @Test
  void scan_oddAndChangedRequests_areAcceptedAndDeclinedOftenEnough() {
    int odd = 0;
    int changed = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      RequestForms forms = new RequestForms(random);
      odd += LAW.holds(forms.any()) ? 1 : 0;
      changed += LAW.holds(RequestForms.mutate(forms.usual(), random)) ? 1 : 0;
    }

    assertWithMessage("odd requests accepted").that(odd).isIn(range(200, 1_800));
    assertWithMessage("changed requests accepted").that(changed).isIn(range(200, 1_800));
  }

  private static com.google.common.collect.Range<Integer> range(int least, int most) {
    return com.google.common.collect.Range.closed(least, most);
  }
}
