package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;

/** Whether a stream's messages share memory one after the other, and never at the same time. */
final class SpareArraysTest {

  @Test
  void take_givenBackAndLongEnough_isUsedAgain() {
    SpareArrays spares = new SpareArrays(1_000);
    byte[] first = spares.take(100);
    spares.give(first);

    assertThat(spares.take(90)).isSameInstanceAs(first);
    assertThat(spares.take(90)).isNotSameInstanceAs(first);
  }

  @Test
  void take_severalGivenBack_lastComesFirst() {
    SpareArrays spares = new SpareArrays(1_000);
    byte[] first = spares.take(100);
    byte[] second = spares.take(100);
    spares.give(first);
    spares.give(second);

    assertThat(spares.take(100)).isSameInstanceAs(second);
    assertThat(spares.take(100)).isSameInstanceAs(first);
  }

  @Test
  void take_messagesGrow_shortOnesAreLetGo() {
    SpareArrays spares = new SpareArrays(1_000);
    byte[] shorter = spares.take(10);
    spares.give(shorter);

    assertThat(spares.take(20)).hasLength(20);
    assertThat(spares.take(10)).isNotSameInstanceAs(shorter);
  }

  @Test
  void give_moreThanAllowed_isLetGo() {
    SpareArrays spares = new SpareArrays(150);
    byte[] first = spares.take(100);
    byte[] second = spares.take(100);
    spares.give(first);
    spares.give(second);

    assertThat(spares.take(100)).isSameInstanceAs(first);
    assertThat(spares.take(100)).isNotSameInstanceAs(second);
  }

  /** The loop takes while an evaluation's thread gives back. */
  @Test
  void take_besideGive_neverGivesAnArrayThatIsInUse() throws Exception {
    SpareArrays spares = new SpareArrays(1_000);
    Set<byte[]> inUse =
        Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    BlockingQueue<byte[]> taken = new ArrayBlockingQueue<>(4);
    int count = 200_000;
    Thread giver =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < count; i++) {
                  byte[] array = taken.take();
                  inUse.remove(array);
                  spares.give(array);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    giver.start();
    for (int i = 0; i < count; i++) {
      byte[] array = spares.take(100);
      assertThat(inUse.add(array)).isTrue();
      taken.put(array);
    }
    giver.join();

    assertThat(inUse).isEmpty();
  }
}
