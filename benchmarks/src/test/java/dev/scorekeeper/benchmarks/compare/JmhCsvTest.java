package dev.scorekeeper.benchmarks.compare;

import static com.google.common.truth.Truth.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of {@link JmhCsv}, on lines as JMH 1.37 writes them. */
class JmhCsvTest {

  private static final String HEAD =
      "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\",\"Score Error (99.9%)\",\"Unit\","
          + "\"Param: model\",\"Param: rows\"";

  @Test
  void read_averageTimeWithAllocation_givesOneSample() {
    List<Sample> samples =
        JmhCsv.read(
            List.of(
                HEAD,
                "\"d.s.RunBenchmark.run\",\"avgt\",1,5,12.5,0.1,\"us/op\",perf_mlp,32",
                "\"d.s.RunBenchmark.run:gc.alloc.rate\",\"avgt\",1,5,9.0,NaN,\"MB/sec\",perf_mlp,32",
                "\"d.s.RunBenchmark.run:gc.alloc.rate.norm\",\"avgt\",1,5,376.1,NaN,\"B/op\",perf_mlp,32",
                "\"d.s.RunBenchmark.run:gc.count\",\"avgt\",1,5,0,NaN,\"counts\",perf_mlp,32"));

    assertThat(samples)
        .containsExactly(
            new Sample("RunBenchmark.run model=perf_mlp rows=32", 12.5, "us/op", 376.1));
  }

  @Test
  void read_throughputOfManyThreads_becomesTheTimeOfAnOperation() {
    List<Sample> samples =
        JmhCsv.read(List.of(HEAD, "\"d.s.Queue.offer\",\"thrpt\",4,5,0.25,0.1,\"ops/us\",,"));

    assertThat(samples).containsExactly(new Sample("Queue.offer threads=4", 4, "us/op", 0));
  }

  @Test
  void read_quotesAndCommasInACell_areKept() {
    List<Sample> samples =
        JmhCsv.read(List.of(HEAD, "\"d.s.A.b\",\"avgt\",1,5,2,0.1,\"us/op\",\"a \"\"b\"\", c\",1"));

    assertThat(samples.get(0).benchmark()).isEqualTo("A.b model=a \"b\", c rows=1");
  }

  @Test
  void read_failedBenchmarkOrEmptyFile_givesNone() {
    assertThat(JmhCsv.read(List.of())).isEmpty();
    assertThat(JmhCsv.read(List.of(HEAD, "\"d.s.A.b\",\"avgt\",1,0,NaN,NaN,\"us/op\",perf_mlp,1")))
        .isEmpty();
  }
}
