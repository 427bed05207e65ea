package diy.mesh.meshctl.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void programs_get_one_line_of_json() {
    var ledger = new Ledger(3, Show.SPLITS);
    ledger.current().converged(Duration.ofNanos(12_345_678));
    ledger.current().answered(Split.STABLE, Duration.ZERO);
    ledger.changed(Duration.ofNanos(7_960_000));
    ledger.current().missed();
    ledger.changed(Duration.ofMillis(9));
    ledger.current().answered(Split.CANARY, Duration.ZERO);

    var json = Summary.json(ledger);

    assertThat(json)
        .isEqualTo(
            "{'requests':3,'failed':1,'phases':["
                .concat("{'weights':{'app-b':90,'app-b2':10},")
                .concat("'counts':{'app-b':1,'app-b2':0},'convergedMillis':12.3},")
                .concat("{'weights':{'app-b':50,'app-b2':50},")
                .concat("'counts':{'app-b':0,'app-b2':0},'convergedMillis':8.0},")
                .concat("{'weights':{'app-b':0,'app-b2':100},")
                .concat("'counts':{'app-b':0,'app-b2':1},'convergedMillis':9.0}]}")
                .replace('\'', '"'));
  }
}
