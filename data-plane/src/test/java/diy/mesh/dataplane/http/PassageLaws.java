package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.http.LenientReader.Habit;
import diy.mesh.dataplane.http.LenientReader.Seen;
import diy.mesh.dataplane.refuse.Refusal.Fault;
import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.RequestIds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What holds for any bytes whatever that a client sends. */
final class PassageLaws {

  private static final int ROUNDS = 4;

  /** Which of these is seen first depends on how much is there. */
  private static final Set<Fault> EXCESS =
      EnumSet.of(Fault.TARGET_TOO_LONG, Fault.HEADERS_TOO_LARGE, Fault.TOO_MANY_FIELDS);

  private PassageLaws() {}

  static void check(byte[] bytes) {
    var dice = new Random(Arrays.hashCode(bytes));
    var atOnce = Passage.of(bytes);
    for (int round = 0; round < ROUNDS; round++) {
      sameHoweverItArrives(atOnce, Passage.of(bytes, dice));
    }
    sameWhenReadAgain(atOnce);
    sameToLenientServers(atOnce, dice);
  }

  private static void sameHoweverItArrives(Passage atOnce, Passage inPieces) {
    assertThat(inPieces.complete()).isEqualTo(atOnce.complete());
    assertThat(inPieces.accepted().size()).isEqualTo(atOnce.accepted().size());
    if (isExcess(atOnce.fault()) || isExcess(inPieces.fault())) {
      assertThat(inPieces.fault()).isNotNull();
      assertThat(atOnce.fault()).isNotNull();
    } else {
      assertThat(inPieces.fault()).isEqualTo(atOnce.fault());
    }
    if (atOnce.fault() == null) {
      assertThat(inPieces.forwarded()).isEqualTo(atOnce.forwarded());
    } else {
      assertThat(text(inPieces)).startsWith(text(atOnce));
    }
  }

  private static boolean isExcess(@Nullable Fault fault) {
    return fault != null && EXCESS.contains(fault);
  }

  /** What we write means to ourselves what we read, and does not change any more. */
  private static void sameWhenReadAgain(Passage first) {
    var second = Passage.again(first.forwarded());
    assertThat(second.fault()).isNull();
    assertThat(second.accepted()).hasSameSizeAs(first.accepted());
    assertThat(text(second)).isEqualTo(text(first));
    for (int i = 0; i < first.accepted().size(); i++) {
      RequestMessage before = first.accepted().get(i);
      RequestMessage after = second.accepted().get(i);
      assertThat(after.method()).isEqualTo(before.method());
      assertThat(after.target()).isEqualTo(before.target());
      assertThat(after.isChunked()).isEqualTo(before.isChunked());
      assertThat(after.contentLength()).isEqualTo(before.contentLength());
      assertThat(after.upgrade()).isEqualTo(before.upgrade());
      assertThat(after.authority())
          .isEqualTo(hasNoHost(before) ? Passage.HOST_IF_MISSING : before.authority());
      assertThat(passing(after, before)).isEqualTo(passing(before, before));
      assertThat(isFoundAgain(after)).isTrue();
    }
  }

  private static boolean hasNoHost(RequestMessage request) {
    return request.fields().find(FieldName.HOST) < 0 && !request.namesHost();
  }

  /** It has one id, belongs to one trace, and says from where it came. */
  private static boolean isFoundAgain(RequestMessage request) {
    var more = new RequestIds.Source(NewTraces.SAMPLED, new SplittableRandom(1));
    return ReceivedIds.complete(request, more).lines().length == 0
        && request.fields().has(FieldName.X_FORWARDED_FOR);
  }

  /** The fields that nothing takes away: not of one hop, not named by Connection. */
  private static List<String> passing(RequestMessage request, RequestMessage first) {
    Fields fields = request.fields();
    var passing = new ArrayList<String>();
    for (int field = 0; field < fields.count(); field++) {
      String name = fields.lowerCaseName(field);
      if (fields.name(field) == FieldName.OTHER
          && !first.fields().lists(FieldName.CONNECTION, name)) {
        passing.add(name + ":" + fields.value(field));
      }
    }
    return passing;
  }

  private static void sameToLenientServers(Passage passage, Random dice) {
    byte[] forwarded = passage.forwarded();
    var expected = new Seen(passage.accepted().size(), passage.complete());
    for (int round = 0; round < ROUNDS; round++) {
      Set<Habit> habits = EnumSet.noneOf(Habit.class);
      for (Habit habit : Habit.values()) {
        if (dice.nextBoolean()) {
          habits.add(habit);
        }
      }
      assertThat(LenientReader.read(forwarded, habits)).as("%s", habits).isEqualTo(expected);
    }
  }

  private static String text(Passage passage) {
    return new String(passage.forwarded(), StandardCharsets.ISO_8859_1);
  }
}
