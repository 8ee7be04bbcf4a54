package dev.scorekeeper.server.config;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NearestNameTest {

  @Test
  void of_misspelt_findsTheNearest() {
    List<String> names = List.of("port", "http_port", "digits", "wine");
    assertThat(NearestName.of("prot", names)).hasValue("port");
    assertThat(NearestName.of("Digit", names)).hasValue("digits");
    assertThat(NearestName.of("vino", names)).isEmpty();
    assertThat(NearestName.of("", names)).isEmpty();
    assertThat(NearestName.of("d".repeat(65), names)).isEmpty();
  }

  @Test
  void of_equallyNear_takesTheFirstByName() {
    assertThat(NearestName.of("cat", List.of("rat", "bat"))).hasValue("bat");
  }

  @Test
  void distance_countsInsertDeleteReplaceAndSwap() {
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    assertThat(NearestName.distance("abcd", "acbd")).isEqualTo(1);
    assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(NearestName.distance("same", "same")).isEqualTo(0);
  }

  @Test
  void hint_oneSeveralNone_isASentence() {
    assertThat(NearestName.hint(List.of("accuracy"))).isEqualTo("; near it is accuracy");
    assertThat(NearestName.hint(List.of("auc", "acc"))).isEqualTo("; near it are auc, acc");
    assertThat(NearestName.hint(List.of())).isEmpty();
  }
}
