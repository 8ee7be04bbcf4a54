package dev.scorekeeper.server.config;

import dev.scorekeeper.server.config.SettingNode.Entry;
import dev.scorekeeper.server.config.SettingNode.Mapping;
import dev.scorekeeper.server.config.SettingNode.Scalar;
import dev.scorekeeper.server.config.SettingNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML into {@link SettingNode}s, keeping positions.
 *
 * <p>Refuses keys given twice, and texts that are or unfold to more than any settings file needs:
 * more than a million characters, nested deeper than {@value #MAX_DEPTH}, or with more than {@value
 * #MAX_NODES} values once aliases are followed.
 */
final class YamlText {

  static final int MAX_DEPTH = 50;
  static final int MAX_NODES = 100_000;

  private static final int MAX_CHARACTERS = 1_000_000;

  private final String source;
  private final List<String> mistakes = new ArrayList<>();
  private int nodes;

  private YamlText(String source) {
    this.source = source;
  }

  /** The only document of a text; an empty scalar when there is none. */
  static SettingNode read(String text, String source) throws SettingsException {
    YamlText reader = new YamlText(source);
    SettingNode root = reader.convert(reader.compose(text));
    if (!reader.mistakes.isEmpty()) {
      throw new SettingsException(reader.mistakes);
    }
    return root;
  }

  private Optional<Node> compose(String text) throws SettingsException {
    LoadSettings settings =
        LoadSettings.builder().setLabel(source).setCodePointLimit(MAX_CHARACTERS).build();
    try {
      checkDepth(new Parse(settings).parseString(text));
      return new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException malformed) {
      String where = malformed.getProblemMark().map(this::position).orElse(source);
      throw new SettingsException(List.of(where + ": not YAML: " + malformed.getProblem()));
    } catch (YamlEngineException malformed) {
      throw new SettingsException(List.of(source + ": not YAML: " + malformed.getMessage()));
    }
  }

  /** Comes before composing, which recurses and would run out of stack. */
  private void checkDepth(Iterable<Event> events) throws SettingsException {
    int depth = 0;
    for (Event event : events) {
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        throw tooMuch(event.getStartMark().map(this::position).orElse(source));
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private static SettingsException tooMuch(String position) {
    return new SettingsException(
        List.of(
            position
                + ": too much: at most "
                + MAX_NODES
                + " values, nested at most "
                + MAX_DEPTH
                + " deep"));
  }

  private SettingNode convert(Optional<Node> root) throws SettingsException {
    return root.isPresent() ? convert(root.get(), 0) : new Scalar(source + ":1:1", "", true);
  }

  private SettingNode convert(Node node, int depth) throws SettingsException {
    String position = position(node);
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw tooMuch(position);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, position, depth);
    }
    if (node instanceof SequenceNode sequence) {
      List<SettingNode> values = new ArrayList<>();
      for (Node value : sequence.getValue()) {
        values.add(convert(value, depth + 1));
      }
      return new Sequence(position, values);
    }
    if (node instanceof ScalarNode scalar) {
      return new Scalar(position, scalar.getValue(), scalar.getTag().equals(Tag.NULL));
    }
    throw new IllegalStateException("unexpected node: " + node.getNodeType());
  }

  private SettingNode mapping(MappingNode mapping, String position, int depth)
      throws SettingsException {
    Map<String, String> seen = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String keyPosition = position(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        mistakes.add(keyPosition + ": a key must be a single word");
        continue;
      }
      String earlier = seen.putIfAbsent(key.getValue(), keyPosition);
      if (earlier != null) {
        mistakes.add(
            keyPosition + ": key '" + key.getValue() + "' is given twice, first at " + earlier);
        continue;
      }
      entries.add(new Entry(keyPosition, key.getValue(), convert(tuple.getValueNode(), depth + 1)));
    }
    return new Mapping(position, entries);
  }

  private String position(Node node) {
    return node.getStartMark().map(this::position).orElse(source);
  }

  private String position(Mark mark) {
    return source + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }
}
