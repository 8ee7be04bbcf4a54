package dev.scorekeeper.cli.load;

/**
 * What was asked of whom.
 *
 * @param protocol such as {@code scorekeeper.v1}
 * @param requestBytes mean size of a request message
 * @param distinctRequests how many different ones there were; they are used in turn
 * @param data where the rows came from, such as {@code synthetic, seed 1}
 */
public record LoadSubject(
    String target,
    String model,
    long version,
    String signature,
    String protocol,
    int requestBytes,
    int distinctRequests,
    String data) {}
