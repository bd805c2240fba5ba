package io.signet.kura.javax.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.signet.kura.rest.NodeRest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.Path;
import org.junit.jupiter.api.Test;

/** Whatever can be called demands the role. */
final class SignetResourceTest {
    @Test
    void everyMethod_demandsTheRole() {
        assertThat(SignetResource.class.getAnnotation(Path.class).value()).isEqualTo("signet/v1");
        Method[] methods = Arrays.stream(SignetResource.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .toArray(Method[]::new);
        assertThat(methods).hasSameSizeAs(NodeRest.class.getDeclaredMethods());
        assertThat(methods).allSatisfy(method -> {
            assertThat(method.getAnnotation(Path.class)).isNotNull();
            assertThat(method.getAnnotation(RolesAllowed.class)).isNotNull();
            assertThat(method.getAnnotation(RolesAllowed.class).value()).containsExactly("signet");
        });
    }
}
