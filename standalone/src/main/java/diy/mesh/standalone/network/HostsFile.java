package diy.mesh.standalone.network;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * DNS's part: {@code /etc/hosts} of a network namespace, with every form of every Service's name.
 *
 * @param netns whose processes see it
 * @param namespace the pod's: Services there have their short names, too
 * @param host the pod's own name
 * @param address the pod's own address
 */
public record HostsFile(String netns, String namespace, String host, InetAddress address) {

  /** Its text. Pure. */
  String render(List<ServiceHost> services) {
    var text = new StringBuilder("127.0.0.1 localhost\n::1 localhost ip6-localhost\n");
    text.append("%s %s\n".formatted(address.getHostAddress(), host));
    for (ServiceHost service : services) {
      String names = names(service);
      for (InetAddress target : service.addresses()) {
        text.append("%s %s\n".formatted(target.getHostAddress(), names));
      }
    }
    return text.toString();
  }

  /** Writes it for a namespace that is about to be made. */
  public void create(List<ServiceHost> services) throws IOException {
    Files.createDirectories(file().getParent());
    write(services, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * Writes it anew, unless the namespace is gone. In place: the file is bound over {@code
   * /etc/hosts} of running processes, so a new one in its stead would never be seen. One write,
   * then the cut: no reader meets an empty file.
   */
  public void update(List<ServiceHost> services) throws IOException {
    try {
      write(services, StandardOpenOption.WRITE);
    } catch (NoSuchFileException _) {
      // The pod has ended in the meantime.
    }
  }

  private void write(List<ServiceHost> services, OpenOption... options) throws IOException {
    var bytes = ByteBuffer.wrap(render(services).getBytes(StandardCharsets.UTF_8));
    long length = bytes.remaining();
    try (var channel = FileChannel.open(file(), options)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes, bytes.position());
      }
      channel.truncate(length);
    }
  }

  private Path file() {
    return Namespaces.ETC.resolve(netns).resolve("hosts");
  }

  private String names(ServiceHost service) {
    String full = "%s.%s".formatted(service.name(), service.namespace());
    String all = "%1$s %1$s.svc %1$s.svc.cluster.local".formatted(full);
    return service.namespace().equals(namespace) ? service.name() + " " + all : all;
  }
}
