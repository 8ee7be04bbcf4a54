package dev.scorekeeper.server.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was typed after {@code serve}.
 *
 * @param settings {@code key=value} pairs, in the order of the options that gave them
 * @param json true to print one JSON object on standard output when ready
 */
record CommandLine(Optional<Path> config, List<String> settings, boolean json, boolean help) {

  static final String USAGE =
      """
      Usage: scorekeeper serve [options]

      Serves TensorFlow models over gRPC until it is told to stop (SIGTERM or Ctrl-C), then drains.

        --config FILE      settings in YAML; every one is described in docs/configuration.md
        --models DIR       folder of models, <model>/<version>/saved_model.pb  (models_folder, ./models)
        --port N           port for gRPC                                       (grpc.port, 8500)
        --http-port N      port for /metrics, /healthz and /readyz             (http.port, 8501)
        --set KEY=VALUE    any setting by its path, such as batching.max_wait=2ms; may be repeated
        --json             print one JSON object on standard output when ready
        --help             this text

      Options win over the file. Exit codes: 0 stopped, 1 failed, 2 misused.
      """;

  /** A command line that cannot be understood; the message says why. */
  static final class MisuseException extends Exception {
    private static final long serialVersionUID = 1;

    MisuseException(String message) {
      super(message);
    }
  }

  CommandLine {
    settings = List.copyOf(settings);
  }

  static CommandLine parse(String... arguments) throws MisuseException {
    Optional<Path> config = Optional.empty();
    List<String> settings = new ArrayList<>();
    boolean json = false;
    boolean help = false;
    Words words = new Words(arguments);
    while (words.hasNext()) {
      String option = words.next();
      switch (option) {
        case "--config" -> config = Optional.of(Path.of(words.value(option)));
        case "--models" -> settings.add("models_folder=" + words.value(option));
        case "--port" -> settings.add("grpc.port=" + words.value(option));
        case "--http-port" -> settings.add("http.port=" + words.value(option));
        case "--set" -> settings.add(pair(words.value(option)));
        case "--json" -> json = true;
        case "--help", "-h" -> help = true;
        default -> throw new MisuseException("unknown option '" + option + "'");
      }
    }
    return new CommandLine(config, settings, json, help);
  }

  private static String pair(String text) throws MisuseException {
    if (text.indexOf('=') < 1) {
      throw new MisuseException("--set wants KEY=VALUE, not '" + text + "'");
    }
    return text;
  }

  /** The arguments one by one; {@code --option=value} counts as two. */
  private static final class Words {
    private final List<String> words;
    private int next;

    Words(String... arguments) {
      words = new ArrayList<>();
      for (String argument : arguments) {
        int equals = argument.indexOf('=');
        if (argument.startsWith("--") && equals > 0) {
          words.add(argument.substring(0, equals));
          words.add(argument.substring(equals + 1));
        } else {
          words.add(argument);
        }
      }
    }

    boolean hasNext() {
      return next < words.size();
    }

    String next() {
      return words.get(next++);
    }

    String value(String option) throws MisuseException {
      if (!hasNext()) {
        throw new MisuseException(option + " wants a value");
      }
      return next();
    }
  }
}
