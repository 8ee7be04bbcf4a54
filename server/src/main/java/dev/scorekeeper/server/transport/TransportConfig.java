package dev.scorekeeper.server.transport;

import dev.scorekeeper.server.config.DataSize;
import dev.scorekeeper.server.config.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of the gRPC server. */
public record TransportConfig(
    @Setting(
            "Address to listen on. The default is this machine only, because nothing asks callers who"
                + " they are; 0.0.0.0 or :: for every interface.")
        String address,
    @Setting(value = "TCP port; 0: any free one.", min = "0", max = "65535") int port,
    @Setting(
            value =
                "Largest request message; larger ones end the call with RESOURCE_EXHAUSTED and the reason"
                    + " REQUEST_TOO_LARGE. Those beyond twice the size are not even read, and get no"
                    + " reason. What many of them need together is limited by admission.",
            min = "1KiB",
            max = "2047MiB")
        DataSize maxMessageSize,
    @Setting(
            value =
                "Most calls open at a time on one connection; clients hold further ones back until one"
                    + " ends.",
            min = "1",
            max = "1000000")
        int maxConcurrentCallsPerConnection,
    @Setting(
            value =
                "Requests of one PredictStream that the server takes before the client has taken their"
                    + " answers; the client's next ones wait in the network.",
            min = "1",
            max = "65536")
        int streamWindow,
    @Setting(
            value =
                "Shortest time between keep-alive pings that a client may send; one that pings more often"
                    + " is disconnected.",
            min = "0s",
            max = "1h")
        Duration permitKeepAliveTime,
    @Setting(
            value =
                "Age at which a connection is told to go away, so that clients spread anew over servers;"
                    + " its calls finish. Absent: never.",
            min = "1s",
            max = "720h")
        Optional<Duration> maxConnectionAge,
    @Setting(value = "Network threads; 0: one for each core.", min = "0", max = "1024")
        int eventLoopThreads,
    @Setting(
            value =
                "How long a network thread rests after it has turned requests away under overload while"
                    + " runs keep every core busy: what arrives meanwhile is dealt with together, for a"
                    + " fraction of the time, which goes to runs. Other answers of that thread may come"
                    + " later by as much. 0s: never.",
            min = "0s",
            max = "1s")
        Duration overloadRest,
    @Setting("PEM file with the certificate chain, for TLS; absent: plain text.")
        Optional<Path> certificateFile,
    @Setting("PEM file with the certificate's private key (PKCS#8); given with certificate_file.")
        Optional<Path> privateKeyFile) {

  public TransportConfig {
    if (certificateFile.isPresent() != privateKeyFile.isPresent()) {
      throw new IllegalArgumentException(
          "certificate_file and private_key_file go together; only one of them is given");
    }
  }

  public static TransportConfig defaults() {
    return new TransportConfig(
        "127.0.0.1",
        8500,
        DataSize.ofMebibytes(64),
        1_024,
        256,
        Duration.ofSeconds(10),
        Optional.empty(),
        0,
        Duration.ofMillis(2),
        Optional.empty(),
        Optional.empty());
  }

  /** These settings with another address and port. */
  public TransportConfig listeningOn(String newAddress, int newPort) {
    return new TransportConfig(
        newAddress,
        newPort,
        maxMessageSize,
        maxConcurrentCallsPerConnection,
        streamWindow,
        permitKeepAliveTime,
        maxConnectionAge,
        eventLoopThreads,
        overloadRest,
        certificateFile,
        privateKeyFile);
  }
}
