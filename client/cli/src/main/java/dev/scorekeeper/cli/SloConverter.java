package dev.scorekeeper.cli;

import dev.scorekeeper.cli.load.Slo;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Promises on the command line, such as {@code p99=10ms}. */
final class SloConverter implements ITypeConverter<Slo> {
  @Override
  public Slo convert(String value) {
    try {
      return Slo.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
