package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are what their bytes say, whatever was read before. */
final class NameTableTest {

  private final RequestBytes bytes = new RequestBytes();
  private final NameTable names = new NameTable();

  private @org.jspecify.annotations.Nullable String get(byte[] name) {
    bytes.load(name);
    return names.get(bytes, 0, name.length);
  }

  private @org.jspecify.annotations.Nullable String get(String name) {
    return get(name.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void get_textOfAnyLanguage_isIt() {
    for (String name : RequestForms.NAMES) {
      assertThat(get(name)).isEqualTo(name);
      assertThat(get(name)).isEqualTo(name);
    }
    assertThat(get("")).isEmpty();
    assertThat(get("a\0b")).isEqualTo("a\0b");
  }

  @Test
  void get_seenBefore_isTheSameObject() {
    assertThat(get("pixels")).isSameInstanceAs(get("pixels"));
  }

  @Test
  void get_namesOfTheSameHash_areKeptApart() {
    assertThat(get("Aa")).isEqualTo("Aa");
    assertThat(get("BB")).isEqualTo("BB");
    assertThat(get("Aa")).isEqualTo("Aa");
  }

  @Test
  void get_moreNamesThanPlaces_areAllRead() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 2_000; i++) {
        assertThat(get("name" + i)).isEqualTo("name" + i);
      }
    }
  }

  /** Overlong, surrogates, beyond Unicode, cut off, a lone continuation. */
  @ParameterizedTest
  @ValueSource(strings = {"ff", "c080", "eda080", "f4908080", "e282", "80", "61c3"})
  void get_notUtf8_isNone(String hex) {
    byte[] name = HexFormat.of().parseHex(hex);

    assertThat(get(name)).isNull();
    assertThat(get(name)).isNull();
    assertThat(get(hex)).isEqualTo(hex);
  }

  @Test
  void get_longAndNotUtf8_isNone() {
    byte[] name = new byte[200];
    name[199] = (byte) 0xc3;

    assertThat(get(name)).isNull();
  }

  @Test
  void get_acrossPieces_isTheWholeName() throws Exception {
    byte[] message = ("größe" + "-".repeat(9_000)).getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut < 8; cut++) {
      bytes.load(Pieces.cut(message, true, cut), message.length);

      assertThat(names.get(bytes, 0, 7)).isEqualTo("größe");
      assertThat(names.get(bytes, 2, 5)).isEqualTo("öße");
    }
  }
}
