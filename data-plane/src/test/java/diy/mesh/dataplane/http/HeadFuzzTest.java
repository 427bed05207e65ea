package diy.mesh.dataplane.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes a client may send: heads, bodies, requests behind requests. */
class HeadFuzzTest {

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "1h")
  void any_bytes_mean_the_same_to_us_and_to_whoever_is_behind_us(byte @NotNull [] bytes) {
    PassageLaws.check(bytes);
  }

  static Stream<byte[]> seeds() {
    return Seeds.requests();
  }
}
