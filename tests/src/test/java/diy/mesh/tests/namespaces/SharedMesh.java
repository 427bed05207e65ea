package diy.mesh.tests.namespaces;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts one node for all classes of scenarios, and ends it after the last whatever happened. */
final class SharedMesh implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedMesh.class);

  /** Closed by JUnit when all tests have run; a failure to start is kept, and not tried again. */
  private record Start(@Nullable Mesh mesh, @Nullable Throwable failure) implements AutoCloseable {

    // Whatever it was, every test shall fail with it.
    @SuppressWarnings("CatchingUnchecked")
    static Start now() {
      try {
        return new Start(Mesh.up(), null);
      } catch (Exception | AssertionError e) {
        return new Start(null, e);
      }
    }

    Mesh orFail() {
      if (mesh == null) {
        throw new AssertionError("the node did not start: " + failure, failure);
      }
      return mesh;
    }

    @Override
    public void close() {
      if (mesh != null && mesh.isRunning()) {
        mesh.down();
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Mesh.class;
  }

  @Override
  public Mesh resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Start.class, _ -> Start.now(), Start.class)
        .orFail();
  }
}
