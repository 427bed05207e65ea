package diy.mesh.tests.namespaces;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A class of scenarios; its tests take the running {@link Mesh} as a parameter. */
@Tag("namespaces")
@Timeout(300)
@ExtendWith(SharedMesh.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface NamespaceTest {}
