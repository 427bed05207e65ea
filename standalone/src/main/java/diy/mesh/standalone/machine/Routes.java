package diy.mesh.standalone.machine;

import diy.mesh.model.service.Cidr;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code /proc/net/route}: IPv4 destinations and masks as words in the machine's order. */
final class Routes {

  private static final int DESTINATION = 1;
  private static final int MASK = 7;

  private Routes() {}

  static List<Cidr> parse(List<String> lines) {
    var routes = new ArrayList<Cidr>();
    for (String line : lines) {
      String[] columns = line.strip().split("\\s+", -1);
      if (columns.length > MASK && columns[DESTINATION].matches("[0-9A-F]{8}")) {
        int mask = Integer.bitCount(Integer.parseUnsignedInt(columns[MASK], 16));
        routes.add(new Cidr(address(columns[DESTINATION]), mask));
      }
    }
    return routes;
  }

  private static InetAddress address(String word) {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES)
            .order(ByteOrder.nativeOrder())
            .putInt(Integer.parseUnsignedInt(word, 16))
            .array();
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are always an address", e);
    }
  }
}
