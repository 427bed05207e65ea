package diy.mesh.dataplane.http;

import static diy.mesh.dataplane.refuse.Refusal.Fault.*;

import diy.mesh.dataplane.refuse.Refusal.Fault;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which requests are refused and why, and which are accepted and how they go on: one row for each,
 * with the section of the RFC that says so.
 */
public final class RequestTable {

  /** One request as a client sends it. */
  public sealed interface Row {

    /** As it comes, octet by octet in Latin-1. */
    String bytes();
  }

  /** Never reaches an upstream; its connection is closed behind the answer. */
  public record Refused(String name, String rfc, Fault fault, String bytes) implements Row {
    @Override
    public String toString() {
      return "%s (RFC %s): %d %s".formatted(name, rfc, fault.status(), fault.reason());
    }
  }

  /**
   * Reaches the upstream.
   *
   * @param head lines that the upstream gets in this order, the start line first
   * @param body what it gets behind the head
   */
  public record Accepted(String name, String rfc, String bytes, List<String> head, String body)
      implements Row {
    @Override
    public String toString() {
      return "%s (RFC %s)".formatted(name, rfc);
    }
  }

  private static final String START = "GET / HTTP/1.1\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String END = "\r\n\r\n";

  private RequestTable() {}

  /** All that is refused. */
  public static Stream<Refused> refused() {
    return Stream.of(startLines(), fields(), hosts(), lengths(), codings(), chunks(), excess())
        .flatMap(List::stream);
  }

  /** All that is accepted. */
  public static Stream<Accepted> accepted() {
    return AcceptedRequests.all();
  }

  private static List<Refused> startLines() {
    String rest = "\r\nHost: a\r\n\r\n";
    return List.of(
        row("two spaces before the target", "9112 3", BAD_START_LINE, "GET  / HTTP/1.1" + rest),
        row("two spaces before the version", "9112 3", BAD_VERSION, "GET /  HTTP/1.1" + rest),
        row("a space behind the version", "9112 3", BAD_START_LINE, "GET / HTTP/1.1 " + rest),
        row("a tab behind the target", "9112 3", BAD_START_LINE, "GET /\tHTTP/1.1" + rest),
        row("a space in the target", "9112 3.2", BAD_VERSION, "GET /a b HTTP/1.1" + rest),
        row("a tab behind the method", "9112 3", BAD_METHOD, "GET\t/ HTTP/1.1" + rest),
        row("a space before the method", "9112 3", BAD_METHOD, " GET / HTTP/1.1" + rest),
        row("a vertical tab behind the method", "9112 3", BAD_METHOD, "GET\u000b/ HTTP/1.1" + rest),
        row("no target", "9112 3", BAD_START_LINE, "GET \r\nHost: a\r\n\r\n"),
        row("no version", "9112 3", BAD_VERSION, "GET /\r\nHost: a\r\n\r\n"),
        row("a first line of HTTP/0.9 and no more", "9112 3", BAD_VERSION, "GET /\r\n"),
        row("a version in small letters", "9112 2.3", BAD_VERSION, "GET / http/1.1" + rest),
        row("another protocol", "9112 2.3", BAD_VERSION, "GET / HTTX/1.1" + rest),
        row("a version of one digit", "9112 2.3", BAD_VERSION, "GET / HTTP/1" + rest),
        row("a version of three digits", "9112 2.3", BAD_START_LINE, "GET / HTTP/1.10" + rest),
        row(
            "HTTP/2.0 in a request line",
            "9110 2.5",
            VERSION_NOT_SUPPORTED,
            "GET / HTTP/2.0" + rest),
        row(
            "HTTP/0.9 in a request line",
            "9110 2.5",
            VERSION_NOT_SUPPORTED,
            "GET / HTTP/0.9" + rest),
        row("a fragment", "9110 7.1", BAD_TARGET, "GET /#f HTTP/1.1" + rest),
        row("a NUL in the target", "9112 3.2", BAD_TARGET, "GET /\u0000 HTTP/1.1" + rest),
        row("a control octet in the target", "9112 3.2", BAD_TARGET, "GET /\u007f HTTP/1.1" + rest),
        row("obs-text in the target", "9112 3.2", BAD_TARGET, "GET /\u00e9 HTTP/1.1" + rest),
        row("a target without a slash", "9112 3.2.1", BAD_TARGET, "GET a HTTP/1.1" + rest),
        row("an asterisk, not for OPTIONS", "9112 3.2.4", BAD_TARGET, "GET * HTTP/1.1" + rest),
        row("an authority, not for CONNECT", "9112 3.2.3", BAD_TARGET, "GET a:80 HTTP/1.1" + rest),
        row("another scheme", "9112 3.2.2", BAD_TARGET, "GET ftp://a/ HTTP/1.1" + rest),
        row("a scheme without slashes", "9112 3.2.2", BAD_TARGET, "GET http:a/ HTTP/1.1" + rest),
        row("a user in the target", "9110 4.2.4", BAD_HOST, "GET http://u@a/ HTTP/1.1" + rest),
        row("no host in the target", "9110 4.2.1", BAD_HOST, "GET http:///a HTTP/1.1" + rest),
        row("only a port in the target", "9110 4.2.1", BAD_HOST, "GET http://:80/ HTTP/1.1" + rest),
        row("CONNECT without port", "9112 3.2.3", BAD_TARGET, "CONNECT a HTTP/1.1" + rest),
        row("CONNECT with a path", "9112 3.2.3", BAD_HOST, "CONNECT a:80/b HTTP/1.1" + rest),
        row("CONNECT with a scheme", "9112 3.2.3", BAD_HOST, "CONNECT http://a:80 HTTP/1.1" + rest),
        row("CONNECT without a host", "9112 3.2.3", BAD_HOST, "CONNECT :80 HTTP/1.1" + rest),
        row(
            "CONNECT with a body",
            "9110 9.3.6",
            CONNECT_WITH_BODY,
            "CONNECT a:80 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\na"),
        row("a line feed alone", "9112 2.2", BARE_LINE_END, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        row("line feeds alone", "9112 2.2", BARE_LINE_END, "GET / HTTP/1.1\nHost: a\n\n"),
        row(
            "a carriage return alone",
            "9112 2.2",
            BARE_LINE_END,
            "GET / HTTP/1.1\rHost: a\r\n\r\n"),
        row("an empty line of a line feed", "9112 2.2", BARE_LINE_END, "\nGET / HTTP/1.1" + rest),
        row(
            "five empty lines",
            "9112 2.2",
            EMPTY_LINES,
            "\r\n".repeat(5) + "GET / HTTP/1.1" + rest));
  }

  private static List<Refused> fields() {
    return List.of(
        field("a line feed alone", "9112 2.2", BARE_LINE_END, "X: a\nY: b"),
        field("a carriage return alone", "9112 2.2", BARE_LINE_END, "X: a\rY: b"),
        field("a carriage return in a value", "9110 5.5", BARE_LINE_END, "X: a\r b"),
        field("two carriage returns at the end", "9112 2.2", BARE_LINE_END, "X: a\r"),
        field("a head that ends in line feeds", "9112 2.2", BARE_LINE_END, "X: a\n"),
        field("a NUL in a value", "9110 5.5", BAD_FIELD_VALUE, "X: a\u0000b"),
        field("a control octet in a value", "9110 5.5", BAD_FIELD_VALUE, "X: a\u0001b"),
        field("a vertical tab in a value", "9110 5.5", BAD_FIELD_VALUE, "X: a\u000bb"),
        field("a DEL in a value", "9110 5.5", BAD_FIELD_VALUE, "X: a\u007f"),
        field("a folded line", "9112 5.2", FOLDED_FIELD, "X: a\r\n b"),
        field("a line folded with a tab", "9112 5.2", FOLDED_FIELD, "X: a\r\n\tb"),
        row("a space before the first field", "9112 2.2", FOLDED_FIELD, START + " Host: a" + END),
        field("a space before the colon", "9112 5.1", BAD_FIELD_NAME, "X : a"),
        field("a tab before the colon", "9112 5.1", BAD_FIELD_NAME, "X\t: a"),
        field("a space in a name", "9110 5.1", BAD_FIELD_NAME, "X Y: a"),
        field("a NUL in a name", "9110 5.1", BAD_FIELD_NAME, "X\u0000: a"),
        field("obs-text in a name", "9110 5.1", BAD_FIELD_NAME, "X\u00e9: a"),
        field("a parenthesis in a name", "9110 5.1", BAD_FIELD_NAME, "X(: a"),
        field("no name", "9110 5.1", BAD_FIELD_NAME, ": a"),
        field("no colon", "9112 5", BAD_FIELD_NAME, "X"));
  }

  private static List<Refused> hosts() {
    return List.of(
        row("no Host", "9112 3.2", MISSING_HOST, "GET / HTTP/1.1" + END),
        row(
            "no Host, but one in the target",
            "9112 3.2",
            MISSING_HOST,
            "GET http://a/ HTTP/1.1" + END),
        field("two Hosts", "9112 3.2", REPEATED_HOST, "Host: b"),
        field("the same Host twice", "9112 3.2", REPEATED_HOST, "hOsT: a"),
        row(
            "two Hosts in HTTP/1.0",
            "9112 3.2",
            REPEATED_HOST,
            "GET / HTTP/1.0\r\nHost: a\r\nHost: b" + END),
        host("a list", "a, b"),
        host("a list without space", "a,b"),
        host("a space", "a b"),
        host("a path", "a/b"),
        host("a query", "a?b"),
        host("a fragment", "a#b"),
        host("a backslash", "a\\b"),
        host("a user", "u@a"),
        host("a scheme", "http://a"),
        host("a port of letters", "a:b"),
        host("a port with a sign", "a:+80"),
        host("a port too high", "a:65536"),
        host("a port far too high", "a:4294967376"),
        host("two ports", "a:80:81"),
        host("a port and no host", ":80"),
        host("an address without brackets", "::1"),
        host("a bracket that stays open", "[::1"),
        host("too many groups", "[1:2:3:4:5:6:7:8:9]"),
        host("no address in brackets", "[a]"),
        host("nothing in brackets", "[]"),
        host("a zone", "[fe80::1%25eth0]"),
        host("more behind the brackets", "[::1]a"),
        host("brackets in brackets", "[[::1]]"),
        host("half an encoded octet", "a%2"),
        host("obs-text", "\u00e9"));
  }

  private static List<Refused> lengths() {
    return List.of(
        length("with a plus", BAD_LENGTH, "+1"),
        length("below zero", BAD_LENGTH, "-1"),
        length("hexadecimal", BAD_LENGTH, "0x1"),
        length("with a fraction", BAD_LENGTH, "1.0"),
        length("with an exponent", BAD_LENGTH, "1e1"),
        length("a list of two", BAD_LENGTH, "1, 2"),
        length("a list of the same", BAD_LENGTH, "1, 1"),
        length("a list that ends empty", BAD_LENGTH, "1,"),
        length("with a space inside", BAD_LENGTH, "1 1"),
        length("in quotes", BAD_LENGTH, "\"1\""),
        length("with letters behind it", BAD_LENGTH, "1a"),
        length("in other digits", BAD_LENGTH, "\u00b9"),
        length("with a no-break space", BAD_LENGTH, "1\u00a0"),
        length("empty", BAD_LENGTH, ""),
        length("of 2^63", BAD_LENGTH, "9223372036854775808"),
        length("of 2^64 + 1", BAD_LENGTH, "18446744073709551617"),
        length("twice and different", REPEATED_LENGTH, "1\r\nContent-Length: 2"),
        length("twice and the same", REPEATED_LENGTH, "1\r\ncontent-length: 1"),
        length("and a coding", CONFLICTING_LENGTH, "1\r\nTransfer-Encoding: chunked"),
        length("behind a coding", CONFLICTING_LENGTH, "1\r\nTransfer-Encoding: identity"),
        row(
            "a length and a coding in HTTP/1.0",
            "9112 6.1",
            CONFLICTING_LENGTH,
            "POST / HTTP/1.0\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na"));
  }

  private static List<Refused> codings() {
    return List.of(
        coding("chunked twice in a list", BAD_TRANSFER_ENCODING, "chunked, chunked"),
        coding(
            "chunked twice in two lines",
            BAD_TRANSFER_ENCODING,
            "chunked\r\nTransfer-Encoding: chunked"),
        coding(
            "two codings in two lines",
            BAD_TRANSFER_ENCODING,
            "gzip\r\ntransfer-encoding: chunked"),
        coding("chunked not last", BAD_TRANSFER_ENCODING, "chunked, gzip"),
        coding("no coding", BAD_TRANSFER_ENCODING, ""),
        coding("a list that starts empty", BAD_TRANSFER_ENCODING, ", chunked"),
        coding("a list that ends empty", BAD_TRANSFER_ENCODING, "chunked,"),
        coding("a parameter", BAD_TRANSFER_ENCODING, "chunked;a=b"),
        coding("in quotes", BAD_TRANSFER_ENCODING, "\"chunked\""),
        coding("two words", BAD_TRANSFER_ENCODING, "chunked chunked"),
        coding("obs-text", BAD_TRANSFER_ENCODING, "chunked\u00a0"),
        coding("a line feed before it", BARE_LINE_END, "\n chunked"),
        coding("a vertical tab before it", BAD_FIELD_VALUE, "\u000bchunked"),
        coding("one that merely ends in chunked", UNKNOWN_CODING, "xchunked"),
        coding("one that merely starts with chunked", UNKNOWN_CODING, "chunkedx"),
        coding("identity", UNKNOWN_CODING, "identity"),
        coding("gzip alone", UNKNOWN_CODING, "gzip"),
        coding("gzip in chunks", UNKNOWN_CODING, "gzip, chunked"),
        row(
            "chunked in HTTP/1.0",
            "9112 6.1",
            BAD_TRANSFER_ENCODING,
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
  }

  private static List<Refused> chunks() {
    return List.of(
        chunk("an empty size", BAD_CHUNK_SIZE, "\r\n"),
        chunk("a size of no digits", BAD_CHUNK_SIZE, "g\r\n"),
        chunk("a sign", BAD_CHUNK_SIZE, "+5\r\nhello\r\n0\r\n\r\n"),
        chunk("a size below zero", BAD_CHUNK_SIZE, "-1\r\n"),
        chunk("a prefix", BAD_CHUNK_SIZE, "0x5\r\nhello\r\n0\r\n\r\n"),
        chunk("an underscore", BAD_CHUNK_SIZE, "1_0\r\n"),
        chunk("a space before the size", BAD_CHUNK_SIZE, " 5\r\nhello\r\n0\r\n\r\n"),
        chunk("a space behind the size", BAD_CHUNK_SIZE, "5 \r\nhello\r\n0\r\n\r\n"),
        chunk("a size over 60 bits", BAD_CHUNK_SIZE, "1000000000000005\r\nhello\r\n0\r\n\r\n"),
        chunk("zeros without end", BAD_CHUNK_SIZE, "0".repeat(17)),
        chunk("a line feed behind the size", BARE_LINE_END, "5\nhello\r\n0\r\n\r\n"),
        chunk("a carriage return behind the size", BARE_LINE_END, "5\rhello\r\n0\r\n\r\n"),
        chunk("more data than the size says", BAD_CHUNK_END, "5\r\nhello!\r\n0\r\n\r\n"),
        chunk("no line end behind the data", BAD_CHUNK_END, "5\r\nhello0\r\n\r\n"),
        chunk("a line feed behind the data", BAD_CHUNK_END, "5\r\nhello\n0\r\n\r\n"),
        chunk("a carriage return behind the data", BAD_CHUNK_END, "5\r\nhello\r0\r\n\r\n"),
        chunk("a NUL in an extension", BAD_CHUNK_EXTENSION, "5;\u0000\r\nhello\r\n0\r\n\r\n"),
        chunk("a line feed in an extension", BARE_LINE_END, "5;a\nhello\r\n0\r\n\r\n"),
        chunk("a carriage return in an extension", BARE_LINE_END, "5;a\rb\r\nhello\r\n0\r\n\r\n"),
        chunk("a line end in quotes", BAD_CHUNK_END, "5;a=\"\r\n0\r\n\r\nGET / HTTP/1.1\""),
        chunk("a long extension", BAD_CHUNK_EXTENSION, "5;" + "a".repeat(16_400)),
        chunk(
            "many extensions",
            BAD_CHUNK_EXTENSION,
            ("1;" + "a".repeat(999) + "\r\na\r\n").repeat(17)),
        chunk("a line feed behind the last chunk", BARE_LINE_END, "0\n\r\n"),
        chunk(
            "a line feed for the last line", BARE_LINE_END, "0\r\n\nGET /x HTTP/1.1\nHost: a\n\n"),
        chunk("a carriage return for the last line", BARE_LINE_END, "0\r\n\rX"),
        chunk("a trailer with a line feed", BARE_LINE_END, "0\r\nX: a\n\n"),
        chunk("a space before a trailer's colon", BAD_FIELD_NAME, "0\r\nX : a\r\n\r\n"),
        chunk("a folded trailer", FOLDED_FIELD, "0\r\nX: a\r\n b\r\n\r\n"),
        chunk("a control octet in a trailer", BAD_FIELD_VALUE, "0\r\nX: \u0001\r\n\r\n"),
        chunk("a length in the trailers", FORBIDDEN_TRAILER, "0\r\nContent-Length: 7\r\n\r\n"),
        chunk(
            "a coding in the trailers",
            FORBIDDEN_TRAILER,
            "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
        chunk("a host in the trailers", FORBIDDEN_TRAILER, "0\r\nhost: b\r\n\r\n"),
        chunk("a credential in the trailers", FORBIDDEN_TRAILER, "0\r\nAuthorization: b\r\n\r\n"),
        chunk("endless trailers", TRAILERS_TOO_LARGE, "0\r\n" + "X: a\r\n".repeat(66)),
        chunk("a long trailer", TRAILERS_TOO_LARGE, "0\r\nX: " + "a".repeat(17_000)),
        chunk(
            "long trailers",
            TRAILERS_TOO_LARGE,
            "0\r\n" + ("X: " + "a".repeat(999) + "\r\n").repeat(17)));
  }

  private static List<Refused> excess() {
    return List.of(
        row(
            "a long target",
            "9112 3",
            TARGET_TOO_LONG,
            "GET /" + "a".repeat(17_000) + " HTTP/1.1\r\nHost: a" + END),
        row("a first line without end", "9112 3", TARGET_TOO_LONG, "GET /" + "a".repeat(17_000)),
        row("a long method", "9112 3", TARGET_TOO_LONG, "A".repeat(17_000) + " / HTTP/1.1"),
        field("a long field", "9110 5.4", HEADERS_TOO_LARGE, "X: " + "a".repeat(66_000)),
        field(
            "long fields",
            "9110 5.4",
            HEADERS_TOO_LARGE,
            ("X: " + "a".repeat(999) + "\r\n").repeat(67) + "X: a"),
        field("many fields", "9110 5.4", TOO_MANY_FIELDS, "X: a\r\n".repeat(256) + "X: a"));
  }

  private static Refused row(String name, String rfc, Fault fault, String bytes) {
    return new Refused(name, rfc, fault, bytes);
  }

  private static Refused field(String name, String rfc, Fault fault, String line) {
    return row(name, rfc, fault, START + "Host: a\r\n" + line + END);
  }

  private static Refused host(String name, String value) {
    return row("Host with " + name, "9110 7.2", BAD_HOST, START + "Host: " + value + END);
  }

  private static Refused length(String name, Fault fault, String value) {
    return row(
        "a length " + name, "9112 6.3", fault, POST + "Content-Length: " + value + END + "a");
  }

  private static Refused coding(String name, Fault fault, String value) {
    return row(
        "coding: " + name,
        "9112 6.1",
        fault,
        POST + "Transfer-Encoding: " + value + END + "0" + END);
  }

  private static Refused chunk(String name, Fault fault, String body) {
    return row("chunk: " + name, "9112 7.1", fault, CHUNKED + body);
  }
}
