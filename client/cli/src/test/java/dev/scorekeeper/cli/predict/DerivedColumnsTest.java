package dev.scorekeeper.cli.predict;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DerivedColumnsTest {
  private static Block scores(int rows, List<Integer> rowShape, float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return Block.ofNumbers("s", ElementType.FLOAT32, rows, rowShape, bytes.flip());
  }

  private static String element(Block block, int index) {
    return block.format(index);
  }

  @Test
  void classes_tiesAndNaN_takeTheLowestIndexThatIsANumber() {
    float nan = Float.NaN;
    Block classes =
        DerivedColumns.classes(scores(4, List.of(3), 1, 5, 5, nan, 2, 3, nan, nan, nan, -1, -2, 0));
    assertThat(classes.name()).isEqualTo("s_class");
    assertThat(classes.rowShape()).isEmpty();
    assertThat(element(classes, 0)).isEqualTo("1");
    assertThat(element(classes, 1)).isEqualTo("2");
    assertThat(element(classes, 2)).isEqualTo("0");
    assertThat(element(classes, 3)).isEqualTo("2");
  }

  @Test
  void classes_moreAxes_dropsTheLastOnly() {
    Block classes = DerivedColumns.classes(scores(1, List.of(2, 2), 0, 1, 3, 2));
    assertThat(classes.rowShape()).containsExactly(2);
    assertThat(element(classes, 0)).isEqualTo("1");
    assertThat(element(classes, 1)).isEqualTo("0");
  }

  @Test
  void above_comparesInFloat32() {
    // 0.1 as float32 is above 0.1 as float64, but not above 0.1 as float32.
    Block above = DerivedColumns.above(scores(3, List.of(), 0.1f, 0.2f, Float.NaN), 0.1);
    assertThat(element(above, 0)).isEqualTo("false");
    assertThat(element(above, 1)).isEqualTo("true");
    assertThat(element(above, 2)).isEqualTo("false");
  }
}
