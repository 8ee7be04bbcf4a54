package dev.scorekeeper.benchmarks.guard;

/** Options of a program, each a name and a value after it. Immutable. */
final class Options {

  private final String[] arguments;

  Options(String[] arguments) {
    this.arguments = arguments.clone();
  }

  String text(String name, String otherwise) {
    for (int i = 0; i + 1 < arguments.length; i++) {
      if (arguments[i].equals(name)) {
        return arguments[i + 1];
      }
    }
    return otherwise;
  }

  int number(String name, int otherwise) {
    return Integer.parseInt(text(name, Integer.toString(otherwise)));
  }
}
