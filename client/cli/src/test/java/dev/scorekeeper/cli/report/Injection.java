package dev.scorekeeper.cli.report;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Map;

/** Fills every text of a record with one that runs scripts where it is not escaped. */
final class Injection {
  /** Sets {@code window.injected}, out of an element, an attribute, a script or a template. */
  static final String TEXT =
      "'\"`></script></style></title><script>window.injected=1</script>"
          + "<img src=x onerror=window.injected=1><!-- ${window.injected=1} \u2028 \\u003c &lt;";

  private Injection() {}

  /**
   * The message with {@link #TEXT} after each of its texts, but those whose meaning the report
   * looks up: the kinds and columns of curves.
   */
  @SuppressWarnings("unchecked") // A builder of a message builds that message.
  static <M extends Message> M into(M message) {
    Message.Builder builder = message.toBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        texts(builder, field);
      } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        messages(builder, field);
      }
    }
    return (M) builder.build();
  }

  private static void texts(Message.Builder builder, FieldDescriptor field) {
    if (field.isRepeated()) {
      int count = builder.getRepeatedFieldCount(field);
      for (int i = 0; i < count; i++) {
        builder.setRepeatedField(field, i, builder.getRepeatedField(field, i) + TEXT);
      }
      builder.addRepeatedField(field, TEXT);
    } else if (!isLookedUp(field)) {
      builder.setField(field, builder.getField(field) + TEXT);
    }
  }

  private static boolean isLookedUp(FieldDescriptor field) {
    return Map.of("Curve", "kind", "CurveColumn", "name")
        .getOrDefault(field.getContainingType().getName(), "")
        .equals(field.getName());
  }

  private static void messages(Message.Builder builder, FieldDescriptor field) {
    if (!field.isRepeated()) {
      builder.setField(field, into((Message) builder.getField(field)));
      return;
    }
    int count = builder.getRepeatedFieldCount(field);
    for (int i = 0; i < count; i++) {
      builder.setRepeatedField(field, i, into((Message) builder.getRepeatedField(field, i)));
    }
    if (count == 0) {
      builder.addRepeatedField(field, into(builder.newBuilderForField(field).build()));
    }
  }
}
