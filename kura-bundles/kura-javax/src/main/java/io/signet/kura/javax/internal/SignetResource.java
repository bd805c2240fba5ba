package io.signet.kura.javax.internal;

import io.signet.kura.rest.NodeRest;
import io.signet.kura.rest.RestAnswer;
import java.io.InputStream;
import javax.annotation.security.RolesAllowed;
import javax.ws.rs.Consumes;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The node in the REST of Kura 5.6. Every method names the role that it demands: Kura lets calls of others through. */
@Path(NodeRest.PATH)
@Component(name = "io.signet.kura.javax", immediate = true, service = SignetResource.class)
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
