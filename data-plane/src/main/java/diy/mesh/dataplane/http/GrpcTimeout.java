package diy.mesh.dataplane.http;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a caller of gRPC waits: {@code grpc-timeout: 250m} (gRPC over HTTP/2, Requests). */
final class GrpcTimeout {

  private static final int MOST_DIGITS = 8;

  private GrpcTimeout() {}

  /** Below 0 where a request has none, or none that can be read. */
  static long nanos(RequestMessage request) {
    return parse(request.header("grpc-timeout"));
  }

  static long parse(@Nullable String value) {
    if (value == null || value.length() < 2 || value.length() > MOST_DIGITS + 1) {
      return -1;
    }
    int end = value.length() - 1;
    long amount = 0;
    for (int i = 0; i < end; i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      amount = amount * 10 + digit;
    }
    return switch (value.charAt(end)) {
      case 'H' -> TimeUnit.HOURS.toNanos(amount);
      case 'M' -> TimeUnit.MINUTES.toNanos(amount);
      case 'S' -> TimeUnit.SECONDS.toNanos(amount);
      case 'm' -> TimeUnit.MILLISECONDS.toNanos(amount);
      case 'u' -> TimeUnit.MICROSECONDS.toNanos(amount);
      case 'n' -> amount;
      default -> -1;
    };
  }
}
