package diy.mesh.standalone.objects;

import diy.mesh.model.service.Cidr;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Gives Services their addresses. A claim is a file that is made only where there is none, so that
 * several processes may apply Services at a time.
 */
final class ServiceAddresses {

  private final Path claims;
  private final Cidr range;

  ServiceAddresses(Path stateDirectory, Cidr range) {
    this.claims = stateDirectory.resolve("addresses");
    this.range = range;
  }

  Cidr range() {
    return range;
  }

  /** The address of a Service: the one it has, or the first that is free. */
  InetAddress claim(ObjectKey service) throws IOException {
    Optional<InetAddress> held = heldBy(service);
    if (held.isPresent()) {
      return held.get();
    }
    for (int offset = 1; ; offset++) {
      InetAddress address = next(offset);
      if (claim(address, service)) {
        return address;
      }
    }
  }

  /** Takes a certain address for a Service; says whether it is that Service's now. */
  boolean claim(InetAddress address, ObjectKey service) throws IOException {
    Files.createDirectories(claims);
    Path claim = claims.resolve(address.getHostAddress());
    try {
      Files.writeString(claim, service.toString(), StandardOpenOption.CREATE_NEW);
      return true;
    } catch (FileAlreadyExistsException _) {
      return Files.readString(claim).equals(service.toString());
    }
  }

  /** Who has an address; empty where nobody. */
  Optional<String> holder(InetAddress address) throws IOException {
    Path claim = claims.resolve(address.getHostAddress());
    return Files.exists(claim) ? Optional.of(Files.readString(claim)) : Optional.empty();
  }

  /** Gives back what a Service holds. */
  void giveBack(ObjectKey service) throws IOException {
    Optional<InetAddress> held = heldBy(service);
    if (held.isPresent()) {
      Files.deleteIfExists(claims.resolve(held.get().getHostAddress()));
    }
  }

  private InetAddress next(int offset) throws IOException {
    try {
      return range.at(offset);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "Service range %s: all addresses are taken (expected: a wider range)".formatted(range),
          e);
    }
  }

  private Optional<InetAddress> heldBy(ObjectKey service) throws IOException {
    if (!Files.isDirectory(claims)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(claims)) {
      for (Path claim : (Iterable<Path>) files::iterator) {
        if (Files.readString(claim).equals(service.toString())) {
          return Optional.of(InetAddress.ofLiteral(claim.getFileName().toString()));
        }
      }
    }
    return Optional.empty();
  }
}
