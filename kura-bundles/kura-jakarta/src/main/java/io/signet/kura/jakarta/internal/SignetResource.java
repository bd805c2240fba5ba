package io.signet.kura.jakarta.internal;

import io.signet.kura.rest.NodeRest;
import io.signet.kura.rest.RestAnswer;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The node in the REST of Kura 6. Every method names the role that it demands: Kura lets calls of others through. */
@Path(NodeRest.PATH)
@Component(
        name = "io.signet.kura.jakarta",
        immediate = true,
        property = "osgi.jakartars.resource=true",
        service = SignetResource.class)
public final class SignetResource {
    private final NodeRest node;

    /** Passes everything on. */
    @Activate
    public SignetResource(@Reference NodeRest node) {
        this.node = node;
    }

    /** How the node is. */
    @GET
    @Path("status")
    @RolesAllowed(NodeRest.ROLE)
    @Produces(MediaType.APPLICATION_JSON)
    public Response status() {
        return response(node.status());
    }

    /** Who the node is. */
    @GET
    @Path("identity")
    @RolesAllowed(NodeRest.ROLE)
    @Produces(MediaType.APPLICATION_JSON)
    public Response identity() {
        return response(node.identity());
    }

    /** The mesh's nodes. */
    @GET
    @Path("nodes")
    @RolesAllowed(NodeRest.ROLE)
    @Produces(MediaType.APPLICATION_JSON)
    public Response nodes() {
        return response(node.nodes());
    }

    /** The node's models. */
    @GET
    @Path("models")
    @RolesAllowed(NodeRest.ROLE)
    @Produces(MediaType.APPLICATION_JSON)
    public Response models() {
        return response(node.models());
    }

    /** The node's metrics. */
    @GET
    @Path("metrics")
    @RolesAllowed(NodeRest.ROLE)
    @Produces(MediaType.APPLICATION_JSON)
    public Response metrics() {
        return response(node.metrics());
    }

    /** Verifies a receipt file. */
    @POST
    @Path("verify")
    @RolesAllowed(NodeRest.ROLE)
    @Consumes(MediaType.APPLICATION_OCTET_STREAM)
    @Produces(MediaType.APPLICATION_JSON)
    public Response verify(InputStream receipt) {
        return response(node.verify(receipt));
    }

    private static Response response(RestAnswer answer) {
        return Response.status(answer.status())
                .type(MediaType.APPLICATION_JSON + ";charset=UTF-8")
                .entity(answer.json())
                .build();
    }
}
