package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/** Folders that are not, or not yet, a whole model. */
final class BrokenModelTest {

  @TempDir Path folder;

  @Test
  void load_truncatedGraph_saysSo() {
    assertUnreadable(TestModels.folder("truncated").resolve("1"), "cut short");
  }

  @Test
  void load_noFolder_saysSo() {
    assertUnreadable(folder.resolve("none"), "there is no folder");
  }

  @Test
  void load_emptyFolder_saysWhatIsMissing() {
    assertUnreadable(folder, "has no saved_model.pb");
  }

  @Test
  void load_textFormat_saysSo() throws Exception {
    Files.createFile(folder.resolve("saved_model.pbtxt"));
    assertUnreadable(folder, "saved_model.pbtxt");
  }

  @Test
  void load_otherTag_listsTags() throws Exception {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.getMetaInfoDefBuilder().addTags("train");
    SavedModel model = SavedModel.newBuilder().addMetaGraphs(graph).build();
    Files.write(folder.resolve("saved_model.pb"), model.toByteArray());
    assertUnreadable(folder, "it has [[train]]");
  }

  @Test
  void load_noVariablesIndex_saysSo() throws Exception {
    copy("digits");
    Files.delete(folder.resolve("variables/variables.index"));
    assertUnreadable(folder, "variables/variables.index");
  }

  @Test
  void load_noVariablesData_saysSo() throws Exception {
    copy("digits");
    Files.delete(folder.resolve("variables/variables.data-00000-of-00001"));
    assertUnreadable(folder, "variables.data");
  }

  @Test
  void load_halfOfTheVariables_saysSo() throws Exception {
    copy("digits");
    Path data = folder.resolve("variables/variables.data-00000-of-00001");
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
    assertUnreadable(folder, "TensorFlow cannot load the model");
  }

  @Test
  void load_afterMending_works() throws Exception {
    copy("digits");
    Path index = folder.resolve("variables/variables.index");
    byte[] content = Files.readAllBytes(index);
    Files.delete(index);
    assertUnreadable(folder, "variables.index");
    Files.write(index, content);
    TestModels.loader().load(new ModelId("digits", 1), folder, LoadOptions.defaults()).close();
  }

  private void copy(String name) throws IOException {
    Path source = TestModels.folder(name).resolve("1");
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = folder.resolve(source.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }

  private static void assertUnreadable(Path directory, String message) {
    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () ->
                TestModels.loader()
                    .load(new ModelId("broken", 1), directory, LoadOptions.defaults())
                    .close());
    assertThat(problem.problem().reason()).isEqualTo(Reason.MODEL_UNREADABLE);
    assertThat(problem).hasMessageThat().contains(message);
  }
}
