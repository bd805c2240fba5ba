package io.signet.registrar;

import io.signet.provisioning.MeshProfile;
import io.signet.runtime.Limits;
import io.signet.statement.Bytes;
import io.signet.statement.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What an owner wants of a node besides its name.
 *
 * @param mesh which mesh it joins; empty for the owner's first
 * @param models the packages that it shall have besides those of its group, at most {@link #MODELS_MAX}
 * @param renew whether it is to renew its certificate when it asks next
 * @param voucher what the owner signed when releasing it; empty before
 */
public record Wish(Optional<String> mesh, List<Digest> models, boolean renew, Optional<Bytes> voucher) {
    /** Most packages of a node, and of a group. */
    public static final int MODELS_MAX = 64;

    /** What a node is that nobody said anything about. */
    public static final Wish NONE = new Wish(Optional.empty(), List.of(), false, Optional.empty());

    public Wish {
        mesh.ifPresent(MeshProfile::requireMeshName);
        models = List.copyOf(models);
        requireModels(models);
    }

    static void requireModels(List<Digest> models) {
        Limits.requireInRange("the number of models", models.size(), 0, MODELS_MAX);
    }

    Wish withMesh(Optional<String> name) {
        return new Wish(name, models, renew, voucher);
    }

    Wish withModels(List<Digest> packages) {
        return new Wish(mesh, packages, renew, voucher);
    }

    Wish withRenew(boolean now) {
        return new Wish(mesh, models, now, voucher);
    }

    Wish withVoucher(Bytes signed) {
        return new Wish(mesh, models, renew, Optional.of(signed));
    }
}
