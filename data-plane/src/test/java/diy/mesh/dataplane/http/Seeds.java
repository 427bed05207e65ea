package diy.mesh.dataplane.http;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Where fuzzing starts, and what runs in every build: the table, alone and in a row. */
final class Seeds {

  private static final int LONGEST = 2_048;
  private static final String HEAD_END = "\r\n\r\n";
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

  private Seeds() {}

  static Stream<byte[]> requests() {
    return rows().flatMap(bytes -> Stream.of(bytes, bytes + NEXT, NEXT + bytes)).map(Seeds::octets);
  }

  static Stream<byte[]> chunkedBodies() {
    return rows()
        .filter(bytes -> bytes.contains("Transfer-Encoding: chunked" + HEAD_END))
        .map(bytes -> bytes.substring(bytes.indexOf(HEAD_END) + HEAD_END.length()))
        .flatMap(body -> Stream.of(body, body + NEXT))
        .map(Seeds::octets);
  }

  private static Stream<String> rows() {
    return Stream.concat(RequestTable.refused(), RequestTable.accepted())
        .map(RequestTable.Row::bytes)
        .filter(bytes -> bytes.length() < LONGEST);
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
