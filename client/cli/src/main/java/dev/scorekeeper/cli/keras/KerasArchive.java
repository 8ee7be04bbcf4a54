package dev.scorekeeper.cli.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model that Keras 3 saved: its outputs, and what it was compiled with.
 *
 * <p>Only {@code config.json} and {@code metadata.json} are read, as data: code that an archive may
 * hold is never run, and weights are not looked at. JSON is read as Python writes it, with {@code
 * NaN} and {@code Infinity}.
 */
public final class KerasArchive {

  private final String kerasVersion;
  private final OutputNames outputNames;
  private final JsonObject config;

  private KerasArchive(String kerasVersion, JsonObject config) {
    this.kerasVersion = kerasVersion;
    this.config = config;
    this.outputNames = OutputNames.of(config);
  }

  /**
   * Reads an archive.
   *
   * @param file a {@code .keras} file, or the folder that one was unpacked to
   * @throws CommandException with a sentence, when it is none, is damaged, or is refused
   */
  public static KerasArchive read(Path file) {
    List<Optional<String>> texts;
    try {
      texts = new ArchiveMembers(file).texts(List.of("config.json", "metadata.json"));
    } catch (IOException e) {
      throw FileProblems.explain(file, null, e, "");
    }
    String config =
        texts
            .get(0)
            .orElseThrow(
                () -> CommandException.failed(file + " is no .keras archive: no config.json."));
    JsonObject metadata = texts.get(1).map(text -> parse(file, text)).orElseGet(JsonObject::new);
    return new KerasArchive(
        Nodes.text(metadata.get("keras_version")).orElse(""), parse(file, config));
  }

  /** Version of Keras that wrote it; empty when it does not say. */
  public String kerasVersion() {
    return kerasVersion;
  }

  /** Names of the outputs, in the model's order; empty when the configuration does not tell. */
  public List<String> outputNames() {
    return outputNames.names();
  }

  /**
   * What the model was compiled with, for a signature that Keras exported.
   *
   * @param signatureOutputs names of the signature's outputs
   */
  public CompiledQuestion question(List<String> signatureOutputs) {
    List<String> notes = new ArrayList<>();
    List<OutputNames.Output> outputs = outputNames.in(signatureOutputs, notes);
    CompileTranslator translator = new CompileTranslator(outputs, outputNames.keyed(), notes);
    translator.read(Nodes.object(config.get("compile_config")).orElseGet(JsonObject::new));
    Regularizers.note(config, notes);
    return new CompiledQuestion(translator.result(), notes);
  }

  private static JsonObject parse(Path file, String text) {
    try {
      JsonElement element = JsonParser.parseString(text);
      return Nodes.object(element)
          .orElseThrow(
              () -> CommandException.failed(file + " is no .keras archive: not a JSON object."));
    } catch (JsonParseException e) {
      throw CommandException.failed(
          "%s: its JSON is damaged (%s).".formatted(file, e.getMessage()), e);
    }
  }
}
