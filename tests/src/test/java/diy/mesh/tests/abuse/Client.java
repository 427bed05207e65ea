package diy.mesh.tests.abuse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client's connection to the proxy, byte by byte. */
final class Client implements AutoCloseable {

  static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

  private static final int PATIENCE_MILLIS = 20_000;

  /** Little: what a client does not read is to be the proxy's matter, not this kernel's. */
  private static final int RECEIVE_BYTES = 64 << 10;

  private final Socket socket = new Socket();

  Client(ProxyProcess proxy) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(PATIENCE_MILLIS);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port());
    socket.connect(address, PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  Socket socket() {
    return socket;
  }

  Client send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends a request that has no body and gives the status of its response, whose body is "ok". */
  int ask() throws IOException {
    send(REQUEST);
    int status = status();
    socket.getInputStream().readNBytes(2);
    return status;
  }

  /** Reads a head and gives its status. */
  int status() throws IOException {
    String head = Server.head(socket.getInputStream());
    if (head.isEmpty()) {
      throw new IOException("the connection ended before a response");
    }
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** Whether the connection ends, once what it still has to say was read and dropped. */
  boolean ends() {
    try {
      InputStream in = socket.getInputStream();
      in.transferTo(OutputStream.nullOutputStream());
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
