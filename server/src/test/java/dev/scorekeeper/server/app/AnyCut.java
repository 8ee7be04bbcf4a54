package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertWithMessage;
import static dev.scorekeeper.server.app.EvaluationClient.content;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The law of DATASET mode: the same bits for any cut, any order and any parts, merged anyhow. */
final class AnyCut {

  private AnyCut() {}

  /** Evaluates in so many ways, and fails where a record says anything else than the first. */
  static void check(EvaluationClient client, LabelledData data, EvaluationHeader header, int times)
      throws Exception {
    Evaluation first = content(client.evaluate(data.stream(header, data.all(), 1_000, 0)));
    for (int i = 1; i <= times; i++) {
      Evaluation again =
          content(client.evaluate(data.stream(header, data.shuffled(i), 1 + 20 * i, i)));
      assertWithMessage("cut and order %s", i).that(again).isEqualTo(first);
      Evaluation parts = content(inParts(client, data, header, 1 + i % 4, i));
      assertWithMessage("parts %s", i).that(parts).isEqualTo(first);
    }
  }

  private static Evaluation inParts(
      EvaluationClient client, LabelledData data, EvaluationHeader header, int parts, long seed)
      throws Exception {
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      rows.add(new ArrayList<>());
    }
    Random random = new Random(seed);
    for (int row : data.shuffled(seed)) {
      rows.get(random.nextInt(parts)).add(row);
    }
    List<EvaluationState> states = new ArrayList<>();
    for (List<Integer> part : rows) {
      states.add(client.shard(data.stream(header, part, 50, seed)));
    }
    Collections.shuffle(states, random);
    return client.merge(states);
  }
}
