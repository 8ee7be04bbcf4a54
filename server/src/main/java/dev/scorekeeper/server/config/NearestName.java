package dev.scorekeeper.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody who misspelt one may have meant. */
public final class NearestName {

  /** Longer names are not compared, so that nobody can make the comparison expensive. */
  private static final int MAX_LENGTH = 64;

  private NearestName() {}

  /**
   * The candidate with the least edit distance (insert, delete, replace, swap of neighbours; case
   * ignored), when no more than a third of the letters differ; of equals the first by name.
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    return several(name, candidates, 1).stream().findFirst();
  }

  /** So many of the nearest candidates at most, the nearest first, by the same measure. */
  public static List<String> several(String name, Collection<String> candidates, int most) {
    if (name.isEmpty() || name.length() > MAX_LENGTH) {
      return List.of();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> candidate.length() <= MAX_LENGTH)
        .map(
            candidate -> new Match(candidate, distance(wanted, candidate.toLowerCase(Locale.ROOT))))
        .filter(match -> match.distance <= Math.max(1, (name.length() + 1) / 3))
        .sorted(Comparator.comparingInt(Match::distance).thenComparing(Match::name))
        .map(Match::name)
        .limit(most)
        .toList();
  }

  /** "; near it is x" or "; near it are x, y" for such candidates; empty when there are none. */
  public static String hint(List<String> near) {
    return near.isEmpty()
        ? ""
        : (near.size() == 1 ? "; near it is " : "; near it are ") + String.join(", ", near);
  }

  private record Match(String name, int distance) {}

  /** Optimal string alignment distance. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cell(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cell(int[][] cost, String a, String b, int i, int j) {
    int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replace, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
