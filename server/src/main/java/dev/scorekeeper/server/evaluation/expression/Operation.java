package dev.scorekeeper.server.evaluation.expression;

import java.util.Locale;

/** What can be done to numbers. Comparisons give 1 for true and 0 for false, also for NaN. */
enum Operation {
  ADD("+", 2, Level.SUM),
  SUBTRACT("-", 2, Level.SUM),
  MULTIPLY("*", 2, Level.PRODUCT),
  DIVIDE("/", 2, Level.PRODUCT),
  NEGATE("-", 1, Level.SIGN),
  GREATER(">", 2, Level.COMPARISON),
  AT_LEAST(">=", 2, Level.COMPARISON),
  LESS("<", 2, Level.COMPARISON),
  AT_MOST("<=", 2, Level.COMPARISON),
  EQUAL("==", 2, Level.COMPARISON),
  NOT_EQUAL("!=", 2, Level.COMPARISON),
  ABS(1),
  /** The lesser; NaN when one is. */
  MIN(2),
  /** The greater; NaN when one is. */
  MAX(2),
  /** Natural logarithm. */
  LOG(1),
  EXP(1),
  SQRT(1),
  /** The first to the power of the second. */
  POW(2),
  /** The first, but not below the second and not above the third. */
  CLIP(3);

  /** How tightly operators bind, the loosest first. */
  enum Level {
    COMPARISON,
    SUM,
    PRODUCT,
    SIGN,
    /** Functions, names, numbers. */
    ATOM;

    /** The level that binds one more tightly. */
    Level next() {
      return switch (this) {
        case COMPARISON -> SUM;
        case SUM -> PRODUCT;
        case PRODUCT -> SIGN;
        case SIGN, ATOM -> ATOM;
      };
    }
  }

  private final String text;
  private final int arity;
  private final Level level;

  Operation(String text, int arity, Level level) {
    this.text = text;
    this.arity = arity;
    this.level = level;
  }

  Operation(int arity) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.arity = arity;
    this.level = Level.ATOM;
  }

  /** How it is written. */
  String text() {
    return text;
  }

  int arity() {
    return arity;
  }

  Level level() {
    return level;
  }

  boolean isComparison() {
    return level == Level.COMPARISON;
  }

  /** The result for one set of operands; those beyond the arity do not matter. */
  double apply(double a, double b, double c) {
    return switch (this) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case NEGATE -> -a;
      case GREATER -> a > b ? 1 : 0;
      case AT_LEAST -> a >= b ? 1 : 0;
      case LESS -> a < b ? 1 : 0;
      case AT_MOST -> a <= b ? 1 : 0;
      case EQUAL -> a == b ? 1 : 0;
      case NOT_EQUAL -> a != b ? 1 : 0;
      case ABS -> Math.abs(a);
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
      case LOG -> StrictMath.log(a);
      case EXP -> StrictMath.exp(a);
      case SQRT -> Math.sqrt(a);
      case POW -> StrictMath.pow(a, b);
      case CLIP -> Math.min(Math.max(a, b), c);
    };
  }
}
