package io.signet.meter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final Quad QUAD = new Quad(10, 20, 90, 12, 95, 60, 8, 55);

    @Test
    void rectangle_isMappedOntoTheCornersOfTheQuad() {
        Projection map = Projection.ofRectangleOnto(4, 3, QUAD);
        assertThat(map.x(0, 0)).isCloseTo(10, offset(1e-9));
        assertThat(map.y(4, 0)).isCloseTo(12, offset(1e-9));
        assertThat(map.x(4, 3)).isCloseTo(95, offset(1e-9));
        assertThat(map.y(0, 3)).isCloseTo(55, offset(1e-9));
    }

    @Test
    void inverse_leadsBack() {
        Projection map = Projection.ofRectangleOnto(4, 3, QUAD);
        Projection back = map.then(map.inverse());
        assertThat(back.x(1.5, 2.5)).isCloseTo(1.5, offset(1e-9));
        assertThat(back.y(1.5, 2.5)).isCloseTo(2.5, offset(1e-9));
    }

    @Test
    void then_appliesTheSecondMapToTheFirstsResult() {
        Projection twice = new Projection(2, 0, 0, 0, 2, 0, 0, 0);
        Projection moved = new Projection(1, 0, 5, 0, 1, -5, 0, 0);
        assertThat(twice.then(moved).x(3, 3)).isEqualTo(11);
        assertThat(twice.then(moved).y(3, 3)).isEqualTo(1);
    }

    @Test
    void flatQuad_isAnError() {
        Quad flat = new Quad(0, 0, 1, 0, 2, 0, 3, 0);
        assertThat(flat.isConvex()).isFalse();
        assertThatThrownBy(() -> Projection.ofRectangleOnto(1, 1, flat)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void flatteningMap_hasNoInverse() {
        assertThatThrownBy(() -> new Projection(1, 1, 0, 1, 1, 0, 0, 0).inverse())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
