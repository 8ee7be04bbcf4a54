package dev.scorekeeper.server.runtime;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** Reads a SavedModel's graph, and says in plain words what a broken folder lacks. */
final class SavedModelFile {

  /** The file with the graph. */
  static final String NAME = "saved_model.pb";

  private static final Set<String> VARIABLE_OPERATIONS =
      Set.of("VarHandleOp", "Variable", "VariableV2", "AutoReloadVariable");

  private SavedModelFile() {}

  /** The graph for serving, from a folder that has all its files. */
  static MetaGraphDef read(Path directory) throws ProblemException {
    if (!Files.isDirectory(directory)) {
      throw unreadable("there is no folder " + directory);
    }
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      throw unreadable(absence(directory));
    }
    MetaGraphDef graph = graphForServing(parse(file), directory);
    checkVariables(graph, directory);
    return graph;
  }

  private static String absence(Path directory) {
    for (String other : List.of("saved_model.pbtxt", "saved_model.cpb")) {
      if (Files.exists(directory.resolve(other))) {
        return directory + " has a " + other + ", but only " + NAME + " can be read";
      }
    }
    return directory + " has no " + NAME + "; is it copied completely?";
  }

  /**
   * The whole file of a folder.
   *
   * @throws ProblemException MODEL_UNREADABLE
   */
  static SavedModel readAll(Path directory) throws ProblemException {
    return parse(directory.resolve(NAME));
  }

  /** Which of the graphs is the one for serving; -1 when there is none. */
  static int indexForServing(SavedModel model) {
    for (int i = 0; i < model.getMetaGraphsCount(); i++) {
      MetaGraphDef graph = model.getMetaGraphs(i);
      if (Set.copyOf(graph.getMetaInfoDef().getTagsList()).equals(Set.of(NativeSession.TAG))) {
        return i;
      }
    }
    return -1;
  }

  private static SavedModel parse(Path file) throws ProblemException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      CodedInputStream input = CodedInputStream.newInstance(bytes);
      input.setSizeLimit(Integer.MAX_VALUE);
      input.setRecursionLimit(200);
      SavedModel model = SavedModel.parseFrom(input);
      input.checkLastTagWas(0);
      return model;
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(file + " is cut short or is not a SavedModel (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw unreadable(file + " cannot be read: " + e.getMessage());
    }
  }

  private static MetaGraphDef graphForServing(SavedModel model, Path directory)
      throws ProblemException {
    int index = indexForServing(model);
    if (index >= 0) {
      return model.getMetaGraphs(index);
    }
    List<?> tags =
        model.getMetaGraphsList().stream().map(g -> g.getMetaInfoDef().getTagsList()).toList();
    throw unreadable(
        directory + " has no graph tagged '" + NativeSession.TAG + "'; it has " + tags);
  }

  /** TensorFlow itself loads a model without its variables and only fails when it runs. */
  private static void checkVariables(MetaGraphDef graph, Path directory) throws ProblemException {
    boolean restores = !graph.getSaverDef().getRestoreOpName().isEmpty();
    if (!restores || !hasVariables(graph)) {
      return;
    }
    Path variables = directory.resolve("variables");
    if (!Files.isRegularFile(variables.resolve("variables.index"))) {
      throw unreadable(directory + " has no variables/variables.index; is it copied completely?");
    }
  }

  private static boolean hasVariables(MetaGraphDef graph) {
    for (NodeDef node : graph.getGraphDef().getNodeList()) {
      if (VARIABLE_OPERATIONS.contains(node.getOp())) {
        return true;
      }
    }
    return false;
  }

  static ProblemException unreadable(String message) {
    return new ProblemException(Problem.of(Reason.MODEL_UNREADABLE, message));
  }
}
