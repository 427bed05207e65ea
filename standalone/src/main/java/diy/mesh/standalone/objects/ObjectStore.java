package diy.mesh.standalone.objects;

import diy.mesh.model.route.Origin;
import diy.mesh.resources.CopiedFrom;
import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Problems;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceFile;
import diy.mesh.resources.ResourceFile.Document;
import diy.mesh.resources.ResourceKey;
import diy.mesh.resources.Service;
import diy.mesh.resources.yaml.Tree;
import diy.mesh.standalone.network.AddressRanges;
import diy.mesh.standalone.objects.Applied.Change;
import diy.mesh.standalone.objects.ObjectFolder.Stored;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The objects of a node: {@code objects/} in its state directory. Any number of processes may have
 * one for the same folder; each from one thread at a time.
 */
public final class ObjectStore {

  /** What {@code kubectl apply -f} of a folder would take. */
  private static final Pattern MANIFEST = Pattern.compile(".+\\.ya?ml");

  /** Pods last: what they need to know is there when they start. */
  private static final List<String> ORDER =
      List.of("Namespace", "Service", "CanaryRoute", "HTTPRoute");

  private final ObjectFolder folder;
  private final ServiceAddresses addresses;
  private final Validation validation;

  /**
   * A store on a node's state directory, which need not be there yet.
   *
   * @param ranges Services get their addresses from there
   */
  public ObjectStore(Path stateDirectory, AddressRanges ranges) {
    this.folder = new ObjectFolder(stateDirectory);
    this.addresses = new ServiceAddresses(stateDirectory, ranges.services());
    this.validation = new Validation(ranges.services());
  }

  /** The folder that node and control plane watch. */
  public Path folder() {
    return folder.path();
  }

  /**
   * Validates everything in a file, or in the YAML files of a directory, then writes it: Namespaces
   * and Services first, pods last.
   *
   * @throws RefusedException with all that is wrong; then nothing was written
   */
  public List<Applied> apply(Path fileOrDirectory) throws IOException, RefusedException {
    var problems = new ArrayList<Problem>();
    var documents = new LinkedHashMap<ResourceKey, Document>();
    for (Path file : files(fileOrDirectory)) {
      read(file, documents, problems);
    }
    check(documents, problems);
    if (!problems.isEmpty()) {
      throw new RefusedException(problems.stream().map(Problem::toString).toList());
    }
    folder.create();
    var applied = new ArrayList<Applied>();
    var sorted = documents.values().stream().sorted(Comparator.comparingInt(ObjectStore::order));
    for (Document document : (Iterable<Document>) sorted::iterator) {
      applied.add(store(document));
    }
    return applied;
  }

  /**
   * Deletes an object.
   *
   * @return the file it was in, as the control plane calls it; empty where there was none
   */
  public Optional<String> delete(ObjectKey key) throws IOException {
    boolean deleted = folder.delete(key.fileName());
    addresses.giveBack(key);
    return deleted ? Optional.of(key.fileName()) : Optional.empty();
  }

  /** All objects, those that the node itself wrote included, by file name. */
  public List<ObjectKey> list() throws IOException {
    return folder.list().stream().map(stored -> key(stored.document().resource())).toList();
  }

  /** See {@link ObjectFolder#fingerprint}. */
  public String fingerprint() throws IOException {
    return ObjectFolder.fingerprint(folder.list());
  }

  /** What is stored of an object, exactly; empty where there is no such object. */
  public Optional<Resource> find(ObjectKey key) {
    return folder.find(key.fileName()).map(stored -> stored.document().resource());
  }

  private static List<Path> files(Path fileOrDirectory) throws IOException, RefusedException {
    if (!Files.exists(fileOrDirectory)) {
      throw new RefusedException(
          List.of(
              "%s: no such file (expected: YAML, or a folder of it)".formatted(fileOrDirectory)));
    }
    if (!Files.isDirectory(fileOrDirectory)) {
      return List.of(fileOrDirectory);
    }
    try (Stream<Path> entries = Files.list(fileOrDirectory)) {
      var found =
          entries
              .filter(file -> MANIFEST.matcher(file.getFileName().toString()).matches())
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw new RefusedException(
            List.of("%s: nothing to apply (expected: *.yaml files)".formatted(fileOrDirectory)));
      }
      return found;
    }
  }

  private static void read(Path file, Map<ResourceKey, Document> documents, List<Problem> problems)
      throws IOException {
    var content = ResourceFile.read(file.toString(), Files.readString(file));
    problems.addAll(content.problems());
    for (Document document : content.documents()) {
      var resource = document.resource();
      if (documents.putIfAbsent(resource.key(), document) != null) {
        problems.add(
            new Problem(
                file.toString(),
                document.tree().line(),
                "%s: a second time (expected: once; another file has it, too)"
                    .formatted(resource.key())));
      }
    }
  }

  private void check(Map<ResourceKey, Document> documents, List<Problem> problems)
      throws IOException {
    Map<String, Map<String, String>> namespaces = new HashMap<>();
    for (Stored stored : folder.list()) {
      addNamespace(stored.document().resource(), namespaces);
    }
    documents.values().forEach(document -> addNamespace(document.resource(), namespaces));
    for (Document document : documents.values()) {
      var found = new Problems(file(document));
      var resource = document.resource();
      var labels = namespaces.getOrDefault(resource.metadata().namespace(), Map.of());
      validation.check(document, labels, found);
      if (resource instanceof Service service) {
        checkAddresses(service, document, found);
      }
      problems.addAll(found.found());
    }
  }

  private void checkAddresses(Service service, Document document, Problems problems)
      throws IOException {
    for (InetAddress address : service.clusterIps()) {
      var holder = addresses.holder(address);
      if (holder.isPresent() && !holder.get().equals(key(service).toString())) {
        problems.add(
            document.tree().line(),
            "spec.clusterIP: %s (expected: free; %s has it)"
                .formatted(address.getHostAddress(), holder.get()));
      }
    }
  }

  private static void addNamespace(Resource resource, Map<String, Map<String, String>> namespaces) {
    if (resource instanceof OtherResource && resource.origin().kind().equals("Namespace")) {
      namespaces.put(resource.metadata().name(), resource.metadata().labels());
    }
  }

  private Applied store(Document document) throws IOException {
    var key = key(document.resource());
    String text =
        document.resource() instanceof Service service
            ? withAddress(service, document)
            : document.text();
    var before = folder.find(key.fileName());
    Change change =
        before.isEmpty()
            ? Change.CREATED
            : CopiedFrom.without(before.get().text()).equals(text)
                ? Change.UNCHANGED
                : Change.CONFIGURED;
    var copy = new CopiedFrom(whereItIs(document), document.firstLine()).above(text);
    // Also the same text at another place is news: whoever is to mend it looks there.
    if (before.isEmpty() || !before.get().text().equals(copy)) {
      folder.write(key.fileName(), copy);
    }
    return new Applied(key, change, key.fileName(), Sha256.of(copy));
  }

  /** A Service's text, with the address that Kubernetes would have given it. */
  private String withAddress(Service service, Document document) throws IOException {
    var key = key(service);
    for (InetAddress address : service.clusterIps()) {
      var _ = addresses.claim(address, key);
    }
    var tree = (Tree.Mapping) document.tree();
    return service.clusterIps().isEmpty() && !ServiceText.isHeadless(tree)
        ? ServiceText.withAddress(tree, addresses.claim(key))
        : document.text();
  }

  private static ObjectKey key(Resource resource) {
    String kind = resource.origin().kind();
    var metadata = resource.metadata();
    String namespace = kind.equals("Namespace") ? "" : metadata.namespace();
    return new ObjectKey(kind, namespace, metadata.name());
  }

  private static int order(Document document) {
    int place = ORDER.indexOf(document.resource().origin().kind());
    return place < 0 ? ORDER.size() : place;
  }

  /** Absolute, so that it can be found from anywhere. */
  private static String whereItIs(Document document) {
    return Path.of(file(document)).toAbsolutePath().normalize().toString();
  }

  private static String file(Document document) {
    return document.resource().origin() instanceof Origin.InFile origin ? origin.file() : "";
  }
}
