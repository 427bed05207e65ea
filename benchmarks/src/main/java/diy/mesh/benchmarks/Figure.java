package diy.mesh.benchmarks;

import java.util.Locale;

/** What is measured: a row of the table, in this order. */
enum Figure {
  HTTP1_ONE_HOP("CPU-us/request"),
  HTTP1_TWO_SIDECARS("CPU-us/request, both"),
  HTTP1_64K("CPU-us/request"),
  RELAY("GB/CPU-second"),
  PSS_MB("after load"),
  FIRST_BYTE_MS("from start"),
  FIRST_BYTE_WITHOUT_AOT_MS("from start"),
  HTTP1_INBOUND("CPU-us/request"),
  ADDED_P50_US("at 1000/s"),
  PRIVATE_MB("after load"),
  ALLOCATION("B/request"),
  ACCESS_LOG("CPU-us/request"),
  CHANGE_MS("from writing it"),
  SERVICES_PSS_MB("by Services of the mesh"),
  TARGETS_PSS_MB("by targets held"),
  TWO_LOOPS("times one loop");

  private final String unit;

  Figure(String unit) {
    this.unit = unit;
  }

  /** As programs know it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As people read it. */
  String title() {
    return "%s, %s".formatted(key(), unit);
  }
}
