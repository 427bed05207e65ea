package diy.mesh.dataplane.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One end of HTTP/2, frame by frame: it does what a test says, also what nobody should. */
final class FrameSocket implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int ACK = 1;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** As it was read. */
  record Frame(int type, int flags, int stream, ByteBuf payload) {
    boolean ends() {
      return (flags & END_STREAM) != 0 && (type == DATA || type == HEADERS);
    }

    /** Of RESET and, behind the last stream, of GOAWAY. */
    int error() {
      return payload.getInt(type == GOAWAY ? 4 : 0);
    }
  }

  /**
   * All of one response.
   *
   * @param reset the error that its stream ended with; -1 for none
   */
  record Response(Map<String, String> head, String body, Map<String, String> trailers, int reset) {
    String status() {
      return head.getOrDefault(":status", "");
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  private FrameSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = socket.getOutputStream();
  }

  /** The end of who connected; says what a client says first. */
  static FrameSocket client(ProxyRig.Client client) throws IOException {
    var frames = new FrameSocket(client.socket());
    frames.out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
    frames.write(SETTINGS, 0, 0, new byte[0]);
    return frames;
  }

  /** The end of who was connected to; what the client says first is read. */
  static FrameSocket server(Socket socket) throws IOException {
    var frames = new FrameSocket(socket);
    frames.in.readNBytes(PREFACE.length());
    frames.write(SETTINGS, 0, 0, new byte[0]);
    return frames;
  }

  void write(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuf head = Unpooled.buffer(9);
    head.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
    byte[] frame = new byte[9 + payload.length];
    head.readBytes(frame, 0, 9);
    System.arraycopy(payload, 0, frame, 9, payload.length);
    out.write(frame);
    out.flush();
  }

  /** Names and values, one behind the other. */
  void headers(int stream, boolean ends, String... pairs) throws IOException {
    write(HEADERS, END_HEADERS | (ends ? END_STREAM : 0), stream, block(stream, pairs));
  }

  byte[] block(int stream, String... pairs) {
    var headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < pairs.length; i += 2) {
      headers.add(pairs[i], pairs[i + 1]);
    }
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(stream, headers, block);
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return bytes;
  }

  /** A request without a body. */
  void get(int stream, String path) throws IOException {
    headers(stream, true, ":method", "GET", ":scheme", "http", ":authority", "app", ":path", path);
  }

  /** The head of a request whose body follows. */
  void post(int stream, String... more) throws IOException {
    String[] pairs = {":method", "POST", ":scheme", "http", ":authority", "app", ":path", "/"};
    String[] all = Arrays.copyOf(pairs, pairs.length + more.length);
    System.arraycopy(more, 0, all, pairs.length, more.length);
    headers(stream, false, all);
  }

  void data(int stream, boolean ends, String text) throws IOException {
    write(DATA, ends ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.US_ASCII));
  }

  void windowUpdate(int stream, int bytes) throws IOException {
    write(WINDOW_UPDATE, 0, stream, Unpooled.copyInt(bytes).array());
  }

  /** The next frame; settings and pings are answered. */
  Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    byte[] payload = in.readNBytes(length);
    if ((type == SETTINGS || type == PING) && (flags & ACK) == 0) {
      write(type, ACK, 0, type == PING ? payload : new byte[0]);
    }
    return new Frame(type, flags, stream, Unpooled.wrappedBuffer(payload));
  }

  /** Reads until a frame of that type comes. */
  Frame await(int type) throws IOException {
    Frame frame = read();
    while (frame.type() != type) {
      frame = read();
    }
    return frame;
  }

  Map<String, String> decode(Frame frame) {
    var fields = new LinkedHashMap<String, String>();
    try {
      decoder
          .decodeHeaders(frame.stream(), frame.payload())
          .forEach(field -> fields.put(field.getKey().toString(), field.getValue().toString()));
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
    return fields;
  }

  /** The whole response on a stream; frames of others are passed over. */
  Response response(int stream) throws IOException {
    var head = new LinkedHashMap<String, String>();
    var trailers = new LinkedHashMap<String, String>();
    var body = new StringBuilder();
    while (true) {
      Frame frame = read();
      if (frame.type() == GOAWAY && frame.error() != 0) {
        throw new EOFException("GOAWAY, error " + frame.error());
      }
      if (frame.type() == HEADERS) {
        var fields = decode(frame);
        if (frame.stream() == stream) {
          (fields.containsKey(":status") ? head : trailers).putAll(fields);
        }
      }
      if (frame.stream() == stream && frame.type() == DATA) {
        body.append(frame.payload().toString(StandardCharsets.US_ASCII));
      }
      boolean reset = frame.type() == RESET && frame.stream() == stream;
      if (reset || (frame.stream() == stream && frame.ends())) {
        return new Response(head, body.toString(), trailers, reset ? frame.error() : -1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
