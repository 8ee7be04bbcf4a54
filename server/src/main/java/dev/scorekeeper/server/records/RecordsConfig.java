package dev.scorekeeper.server.records;

import dev.scorekeeper.server.config.Setting;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of evaluations are kept.
 *
 * @param url JDBC URL; empty: the file {@value #FILE} in the state folder
 */
public record RecordsConfig(
    @Setting(
            "JDBC URL of the database of evaluation records: jdbc:postgresql://HOST/DATABASE or"
                + " jdbc:sqlite:FILE. Empty: the file records.db in the state folder. Several servers"
                + " may share one PostgreSQL, but not one SQLite file.")
        String url,
    @Setting(
            "User of the database. Empty: what the environment variable SCOREKEEPER_RECORDS_USER says,"
                + " or else none.")
        String user,
    @Setting(
            "Password of the database. Empty: what the environment variable"
                + " SCOREKEEPER_RECORDS_PASSWORD says, or else none. Never logged.")
        String password,
    @Setting(
            "Whether the server refuses to start when the database cannot be used. False: it starts,"
                + " answers what needs records with RECORDS_UNAVAILABLE, and tries again with each such"
                + " request.")
        boolean required,
    @Setting(
            value =
                "Most connections to the database, and threads that use them. PostgreSQL gets 2 at"
                    + " least.",
            min = "1",
            max = "64")
        int connections) {

  /** The SQLite file in the state folder. */
  public static final String FILE = "records.db";

  static final String SQLITE = "jdbc:sqlite:";
  static final String POSTGRESQL = "jdbc:postgresql:";

  public RecordsConfig {
    if (!url.isEmpty() && !url.startsWith(SQLITE) && !url.startsWith(POSTGRESQL)) {
      throw new IllegalArgumentException(
          "url must start with %s or %s, or be empty".formatted(POSTGRESQL, SQLITE));
    }
  }

  public static RecordsConfig defaults() {
    return new RecordsConfig("", "", "", false, 4);
  }

  /** A database in memory, gone when the store is closed. For tests and single commands. */
  public static RecordsConfig inMemory() {
    return new RecordsConfig(SQLITE + ":memory:", "", "", true, 1);
  }

  /** These settings, with the file in this folder when they name no database. */
  public RecordsConfig orFileIn(Path folder) {
    String file = SQLITE + folder.resolve(FILE).toAbsolutePath();
    return new RecordsConfig(or(url, file), user, password, required, connections);
  }

  /** These settings, with what the environment says where they say nothing. */
  public RecordsConfig orEnvironment(Map<String, String> environment) {
    return new RecordsConfig(
        url,
        or(user, environment.get("SCOREKEEPER_RECORDS_USER")),
        or(password, environment.get("SCOREKEEPER_RECORDS_PASSWORD")),
        required,
        connections);
  }

  private static String or(String value, @Nullable String other) {
    return value.isEmpty() ? Optional.ofNullable(other).orElse("") : value;
  }

  /** Without the password, wherever it stands. */
  @Override
  public String toString() {
    return "RecordsConfig[url=%s, user=%s, required=%s, connections=%d]"
        .formatted(publicUrl(), user, required, connections);
  }

  /** The URL without what may be secret: its parameters and the part before an {@code @}. */
  String publicUrl() {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
  }
}
