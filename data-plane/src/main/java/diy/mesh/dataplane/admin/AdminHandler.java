package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.admin.AdminPages.Page;
import diy.mesh.model.workload.ProxyPorts;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one connection's requests for pages. */
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  private final AdminPages pages;

  AdminHandler(AdminPages pages) {
    this.pages = pages;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request) && request.decoderResult().isSuccess();
    boolean withBody = !request.method().equals(HttpMethod.HEAD);
    String path = request.uri().split("\\?", 2)[0];
    if (request.decoderResult().isFailure()) {
      String why = request.decoderResult().cause().getMessage();
      answer(ctx, Page.text(400, "not HTTP: " + why), withBody, keepAlive);
    } else if (path.equals(AdminPages.LOGGING) && isChange(request.method())) {
      answer(ctx, change(ctx, request), withBody, keepAlive);
    } else if (withBody && !request.method().equals(HttpMethod.GET)) {
      var page = Page.text(405, "%s: (expected: GET or HEAD)".formatted(request.method()));
      answer(ctx, page, withBody, keepAlive);
    } else if (path.equals(AdminPages.CONFIG)) {
      // Thousands of endpoints take milliseconds to print, which traffic must not wait for.
      Thread.ofVirtual().start(() -> answer(ctx, pages.page(path), withBody, keepAlive));
    } else if (path.equals(AdminPages.EXPLAIN)) {
      pages
          .explain(request.uri().substring(path.length()))
          .thenAccept(page -> answer(ctx, page, withBody, keepAlive));
    } else if (path.startsWith(ProxyPorts.TCP_PROBE_PATH)) {
      pages
          .tcpProbe()
          .page(path.substring(ProxyPorts.TCP_PROBE_PATH.length()), ctx.channel())
          .thenAccept(page -> answer(ctx, page, withBody, keepAlive));
    } else {
      answer(ctx, pages.page(path), withBody, keepAlive);
    }
  }

  private static boolean isChange(HttpMethod method) {
    return method.equals(HttpMethod.PUT) || method.equals(HttpMethod.DELETE);
  }

  /** Everybody may look; only who is inside the pod may change, and no page in a browser there. */
  private Page change(ChannelHandlerContext ctx, FullHttpRequest request) {
    boolean inside =
        ctx.channel().remoteAddress() instanceof InetSocketAddress client
            && client.getAddress().isLoopbackAddress();
    if (!inside || request.headers().contains(HttpHeaderNames.ORIGIN)) {
      return Page.text(
          403,
          "%s: taken from inside the pod only (expected: curl -X %s http://localhost:PORT%s)"
              .formatted(request.method(), request.method(), request.uri()));
    }
    return request.method().equals(HttpMethod.PUT)
        ? pages.logging().change(request.uri())
        : pages.logging().reset();
  }

  private static void answer(
      ChannelHandlerContext ctx, Page page, boolean withBody, boolean keepAlive) {
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(page.status()),
            withBody ? Unpooled.wrappedBuffer(body) : Unpooled.EMPTY_BUFFER);
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, page.contentType());
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    HttpUtil.setKeepAlive(response, keepAlive);
    var sent = ctx.writeAndFlush(response);
    if (!keepAlive) {
      sent.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("admin connection from {} closed", ctx.channel().remoteAddress(), cause);
    var _ = ctx.close();
  }
}
