package dev.scorekeeper.server.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.NodeDef;

/**
 * The operations by which a graph reaches files, sockets or the host, each with what it does.
 *
 * <p>TensorFlow's operations are a closed set, those of the native library: an operation that is
 * neither here nor known to it cannot be loaded at all.
 */
final class UnsafeOperations {

  /** Operations that are unsafe wherever they are. */
  private static final List<Rule> RULES =
      List.of(
          rule("reads or writes files", "ReadFile|WriteFile|MatchingFiles|RecordInput"),
          rule("reads files", "(TextLine|FixedLengthRecord|TFRecord|WholeFile|LMDB)Reader(V\\d)?"),
          rule(
              "reads or writes files",
              "(Experimental)?(TextLine|TFRecord|FixedLengthRecord|CSV|LMDB|Sql|MatchingFiles"
                  + "|Load|Save|Snapshot|Cache|ListSnapshotChunks|SnapshotChunk)Dataset(V\\d)?"),
          rule(
              "reads or writes files",
              "Snapshot(Nested)?DatasetReader|(Experimental)?DatasetToTFRecord"),
          rule(
              "reads or writes checkpoints of any name",
              "LoadAndRemapMatrix|DTensorRestoreV2|DistributedSave|CalibrationStatisticsSaver"),
          rule("sets up access to file systems", "FileSystemSetConfiguration|Gcs.*"),
          rule("calls code of the host", "PyFunc|PyFuncStateless|EagerPyFunc|XlaCustomCall(V\\d)?"),
          rule(
              "carries a program that cannot be scanned",
              "MlirPassthroughOp|DatasetFromGraph|TfLiteSubgraphExecute|TRTEngineOp"),
          rule(
              "writes tensors for a debugger to files or sockets",
              "DebugIdentity(V\\d)?|DebugNumericSummary(V\\d)?|DebugNanCount|DumpTensor"
                  + "|Copy|CopyHost"),
          rule(
              "writes summaries to files or databases",
              "CreateSummary(File|Db)Writer|SummaryWriter|Write[A-Za-z]*Summary|ImportEvent"
                  + "|FlushSummaryWriter|CloseSummaryWriter|StatsAggregatorSetSummaryWriter"),
          rule(
              "talks to other processes",
              "Rpc.*|Collective.*|_?Send|_?Recv|_HostSend|_HostRecv|RemoteCall|WorkerHeartbeat"
                  + "|DataServiceDataset(V\\d)?|RegisterDataset(V\\d)?"
                  + "|BigQuery.*|Bigtable.*|Kafka.*|Kinesis.*|PubSub.*"));

  private static final Set<String> CHECKPOINT_WRITERS =
      Set.of("Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints");

  private static final Set<String> CHECKPOINT_READERS =
      Set.of("Restore", "RestoreSlice", "RestoreV2");

  private static final Set<String> TABLE_READERS =
      Set.of("InitializeTableFromTextFile", "InitializeTableFromTextFileV2");

  /** Operations that are unsafe when an attribute names a file: the attribute, harmless values. */
  private static final Map<String, FileAttribute> FILE_ATTRIBUTES =
      Map.of(
          "PrintV2", new FileAttribute("output_stream", "|stdout|stderr|log\\(\\w+\\)"),
          "FixedUnigramCandidateSampler", new FileAttribute("vocab_file", ""));

  private UnsafeOperations() {}

  /** What an operation does to the outside, whatever the place it is at; null when nothing. */
  static @Nullable String reason(NodeDef node) {
    for (Rule rule : RULES) {
      if (rule.names.matcher(node.getOp()).matches()) {
        return rule.reason;
      }
    }
    FileAttribute attribute = FILE_ATTRIBUTES.get(node.getOp());
    return attribute != null && !attribute.isHarmless(node) ? "reads or writes a file" : null;
  }

  /** True for operations that write a checkpoint: what the saver does, and nothing else may. */
  static boolean writesCheckpoint(NodeDef node) {
    return CHECKPOINT_WRITERS.contains(node.getOp());
  }

  /** True for operations that read a checkpoint: what restoring does, and nothing else may. */
  static boolean readsCheckpoint(NodeDef node) {
    return CHECKPOINT_READERS.contains(node.getOp());
  }

  /** True for operations that fill a table from a file, which may be an asset of the model. */
  static boolean readsTable(NodeDef node) {
    return TABLE_READERS.contains(node.getOp());
  }

  private static Rule rule(String reason, String names) {
    return new Rule(reason, Pattern.compile(names));
  }

  private record Rule(String reason, Pattern names) {}

  private record FileAttribute(String name, Pattern harmless) {

    FileAttribute(String name, String harmless) {
      this(name, Pattern.compile(harmless));
    }

    boolean isHarmless(NodeDef node) {
      AttrValue value = node.getAttrOrDefault(name, AttrValue.getDefaultInstance());
      return harmless.matcher(value.getS().toStringUtf8()).matches();
    }
  }
}
