package diy.mesh.dataplane.http;

import diy.mesh.dataplane.http.RequestTable.Accepted;
import java.util.List;
import java.util.stream.Stream;

/** The half of {@link RequestTable} that reaches the upstream. */
final class AcceptedRequests {

  private static final String END = "\r\n\r\n";
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

  private AcceptedRequests() {}

  static Stream<Accepted> all() {
    return Stream.of(startLines(), fields(), lengths(), chunks()).flatMap(List::stream);
  }

  private static List<Accepted> startLines() {
    return List.of(
        start("an empty line first", "9112 2.2", "\r\nGET / HTTP/1.1", "GET / HTTP/1.1"),
        start(
            "four empty lines first",
            "9112 2.2",
            "\r\n\r\n\r\n\r\nGET / HTTP/1.1",
            "GET / HTTP/1.1"),
        start("a method of nobody's", "9110 9.1", "M-SEARCH / HTTP/1.1", "M-SEARCH / HTTP/1.1"),
        start("a method in small letters", "9110 9.1", "get / HTTP/1.1", "get / HTTP/1.1"),
        start("an asterisk for OPTIONS", "9112 3.2.4", "OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1"),
        start(
            "a query of odd signs",
            "9112 3.2.1",
            "GET /?a=[b]|{c} HTTP/1.1",
            "GET /?a=[b]|{c} HTTP/1.1"),
        start("two slashes", "9112 3.2.1", "GET //a/b HTTP/1.1", "GET //a/b HTTP/1.1"),
        start("a higher minor version", "9110 2.5", "GET / HTTP/1.2", "GET / HTTP/1.1"),
        absolute("with a path", "GET http://b:81/c?d HTTP/1.1", "GET /c?d HTTP/1.1", "b:81"),
        absolute("without a path", "GET http://b HTTP/1.1", "GET / HTTP/1.1", "b"),
        absolute("with a query alone", "GET http://b?c HTTP/1.1", "GET /?c HTTP/1.1", "b"),
        absolute("of https, in capitals", "GET HTTPS://b/c HTTP/1.1", "GET /c HTTP/1.1", "b"),
        absolute(
            "for the server as a whole", "OPTIONS http://b HTTP/1.1", "OPTIONS * HTTP/1.1", "b"),
        accepted(
            "HTTP/1.0 without Host",
            "9112 3.2",
            "GET / HTTP/1.0" + END,
            List.of("GET / HTTP/1.1", "Host: "),
            ""));
  }

  private static List<Accepted> fields() {
    return List.of(
        field("blanks around a value", "9112 5.1", "X: \t a b \t ", "X: \t a b \t "),
        field("no blank before a value", "9112 5.1", "X:a", "X:a"),
        field("an empty value", "9110 5.5", "X:", "X:"),
        field("obs-text in a value", "9110 5.5", "X: \u00e9\u00ff", "X: \u00e9\u00ff"),
        field("a tab in a value", "9110 5.5", "X: a\tb", "X: a\tb"),
        field("odd signs in a name", "9110 5.6.2", "!#$%&'*+-.^_`|~9: a", "!#$%&'*+-.^_`|~9: a"),
        field("a field twice", "9110 5.2", "X: a\r\nx: b", "x: b"),
        field("a long field", "9110 5.4", "X: " + "a".repeat(40_960), "X: " + "a".repeat(40_960)),
        field("many fields", "9110 5.4", "X: a\r\n".repeat(254) + "Y: b", "Y: b"),
        host("a name and a port", "app-b.demo:65535"),
        host("an underscore", "a_b"),
        host("an empty port", "a:"),
        host("an IPv4 address", "10.0.0.1:80"),
        host("an IPv6 address", "[2001:db8::1]:80"),
        host("an IPv6 address without port", "[::ffff:10.0.0.1]"),
        host("an encoded octet", "a%2db"),
        host("nothing", ""));
  }

  private static List<Accepted> lengths() {
    return List.of(
        accepted(
            "a length",
            "9112 6.2",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            List.of("POST / HTTP/1.1", "Content-Length: 5"),
            "hello"),
        accepted(
            "a length of a GET",
            "9110 9.3.1",
            "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello",
            List.of("GET / HTTP/1.1", "Content-Length: 5"),
            "hello"),
        accepted(
            "a length of nothing",
            "9110 8.6",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            List.of("POST / HTTP/1.1", "Content-Length: 0"),
            ""),
        accepted(
            "zeros before a length, which go on without them",
            "9110 8.6",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0010\r\n\r\nhelloworld",
            List.of("POST / HTTP/1.1", "Content-Length: 10"),
            "helloworld"),
        accepted(
            "a length in HTTP/1.0",
            "9112 6.2",
            "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\nhello",
            List.of("POST / HTTP/1.1", "Content-Length: 5"),
            "hello"),
        accepted(
            "a coding in capitals, blanks around it",
            "9112 7",
            "POST / HTTP/1.1\r\nHost: a\r\ntransfer-ENCODING:\t CHUNKED \t\r\n\r\n0\r\n\r\n",
            List.of("POST / HTTP/1.1", "Transfer-Encoding: chunked"),
            "0\r\n\r\n"));
  }

  private static List<Accepted> chunks() {
    return List.of(
        chunks("one", "5\r\nhello\r\n0\r\n\r\n"),
        chunks("several", "1\r\na\r\nA\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n"),
        chunks("of a size with zeros", "000005\r\nhello\r\n000\r\n\r\n"),
        chunks("with an extension", "5;a=b\r\nhello\r\n0;c\r\n\r\n"),
        chunks("with a quoted extension", "5;a=\"b; \\\"c\"\r\nhello\r\n0\r\n\r\n"),
        chunks("with blanks in an extension", "5; a = b\r\nhello\r\n0\r\n\r\n"),
        chunks(
            "with long extensions",
            ("5;" + "a".repeat(999) + "\r\nhello\r\n").repeat(16) + "0\r\n\r\n"),
        chunks("with trailers", "5\r\nhello\r\n0\r\nX: a\r\nY:b \r\n\r\n"),
        chunks("that look like a request", "12\r\nGET / HTTP/1.1\r\n\r\n\r\n0\r\n\r\n"));
  }

  private static Accepted accepted(
      String name, String rfc, String bytes, List<String> head, String body) {
    return new Accepted(name, rfc, bytes, head, body);
  }

  private static Accepted start(String name, String rfc, String line, String goesOn) {
    return accepted(name, rfc, line + "\r\nHost: a" + END, List.of(goesOn, "Host: a"), "");
  }

  private static Accepted absolute(String name, String line, String goesOn, String host) {
    return accepted(
        "an absolute target " + name,
        "9112 3.2.2",
        line + "\r\nX: y\r\nHost: a" + END,
        List.of(goesOn, "Host: " + host, "X: y"),
        "");
  }

  private static Accepted field(String name, String rfc, String line, String goesOn) {
    return accepted(
        name,
        rfc,
        "GET / HTTP/1.1\r\nHost: a\r\n" + line + END,
        List.of("GET / HTTP/1.1", "Host: a", goesOn),
        "");
  }

  private static Accepted host(String name, String value) {
    return accepted(
        "Host with " + name,
        "9110 7.2",
        "GET / HTTP/1.1\r\nHost: " + value + END,
        List.of("GET / HTTP/1.1", "Host: " + value),
        "");
  }

  private static Accepted chunks(String name, String body) {
    return accepted(
        "chunks " + name,
        "9112 7.1",
        CHUNKED + body,
        List.of("POST / HTTP/1.1", "Transfer-Encoding: chunked"),
        body);
  }
}
