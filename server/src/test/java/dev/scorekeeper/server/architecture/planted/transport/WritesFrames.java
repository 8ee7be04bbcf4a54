package dev.scorekeeper.server.architecture.planted.transport;

import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;

/** Breaks the rule that the server has no client inside: so are these, used beside gRPC. */
record WritesFrames(DefaultHttp2HeadersEncoder encoder, DefaultHttp2FrameWriter writer) {}
