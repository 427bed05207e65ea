package diy.mesh.tests;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import diy.mesh.tests.Checkout.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * What the compiler's own parser finds in our sources.
 *
 * @param types top-level and nested
 * @param methods with a body or without
 */
record JavaCode(List<Type> types, List<Method> methods) {

  /** A class, interface, record, enum or annotation. */
  record Type(TextFile file, String name, boolean isTopLevel, boolean isPublic) {}

  /**
   * A method or constructor.
   *
   * @param lines from its annotations to its closing brace
   * @param annotations their names as written
   */
  record Method(TextFile file, String name, long lines, List<String> annotations) {

    /** Its place, for people to read and for lists of exceptions. */
    String place() {
      return file.path() + "#" + name;
    }
  }

  private static final class InMemory extends SimpleJavaFileObject {
    private final TextFile file;

    InMemory(TextFile file) {
      super(uriOf(file), Kind.SOURCE);
      this.file = file;
    }

    static URI uriOf(TextFile file) {
      return URI.create("string:///" + file.path());
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }

  static JavaCode parse(List<TextFile> files) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    Map<URI, TextFile> byUri = files.stream().collect(toMap(InMemory::uriOf, identity()));
    List<? extends JavaFileObject> sources = files.stream().map(InMemory::new).toList();
    var task = (JavacTask) compiler.getTask(null, null, null, List.of(), null, sources);
    try {
      var positions = Trees.instance(task).getSourcePositions();
      var found = new JavaCode(new ArrayList<>(), new ArrayList<>());
      for (CompilationUnitTree unit : task.parse()) {
        TextFile file = requireNonNull(byUri.get(unit.getSourceFile().toUri()));
        unit.accept(new Scan(file, unit, positions, found), null);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Scan extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final TextFile file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final JavaCode found;
    private int depth;

    Scan(TextFile file, CompilationUnitTree unit, SourcePositions positions, JavaCode found) {
      this.file = file;
      this.unit = unit;
      this.positions = positions;
      this.found = found;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      boolean isPublic = type.getModifiers().getFlags().contains(Modifier.PUBLIC);
      found.types.add(new Type(file, type.getSimpleName().toString(), depth == 0, isPublic));
      depth++;
      super.visitClass(type, null);
      depth--;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      var annotations =
          method.getModifiers().getAnnotations().stream()
              .map(AnnotationTree::getAnnotationType)
              .map(Tree::toString)
              .toList();
      found.methods.add(
          new Method(file, method.getName().toString(), linesOf(method), annotations));
      return super.visitMethod(method, null);
    }

    private long linesOf(MethodTree method) {
      LineMap lines = unit.getLineMap();
      long start = positions.getStartPosition(unit, method);
      long end = positions.getEndPosition(unit, method);
      return lines.getLineNumber(end) - lines.getLineNumber(start) + 1;
    }
  }
}
