package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;

/** Finds out what TensorFlow can compute on here. */
final class Devices {

  private Devices() {}

  /** Number of GPUs that a session with these settings sees. */
  static int countGpus(byte[] sessionConfig) throws RuntimeStartException {
    TF_Graph graph = TF_NewGraph();
    TF_SessionOptions options = TF_NewSessionOptions();
    try (Status status = new Status();
        BytePointer config = new BytePointer(sessionConfig)) {
      TF_SetConfig(options, config, sessionConfig.length, status.pointer());
      TF_Session session = TF_NewSession(graph, options, status.pointer());
      if (session == null || !status.isOk()) {
        throw new RuntimeStartException("TensorFlow cannot start: " + status.message());
      }
      try {
        return countGpus(session, status);
      } finally {
        TF_CloseSession(session, status.pointer());
        TF_DeleteSession(session, status.pointer());
      }
    } finally {
      TF_DeleteSessionOptions(options);
      TF_DeleteGraph(graph);
    }
  }

  private static int countGpus(TF_Session session, Status status) {
    TF_DeviceList devices = TF_SessionListDevices(session, status.pointer());
    if (devices == null) {
      return 0;
    }
    try {
      int gpus = 0;
      for (int i = 0; i < TF_DeviceListCount(devices); i++) {
        BytePointer type = TF_DeviceListType(devices, i, status.pointer());
        gpus += type != null && type.getString(StandardCharsets.UTF_8).equals("GPU") ? 1 : 0;
      }
      return gpus;
    } finally {
      TF_DeleteDeviceList(devices);
    }
  }
}
