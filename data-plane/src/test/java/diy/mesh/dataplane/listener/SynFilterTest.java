package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.dataplane.loop.EventLoops;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class SynFilterTest {

  @Test
  void who_is_connected_goes_on_and_nobody_else_is() throws Exception {
    try (var loops = EventLoops.start(1);
        var before = new Socket();
        var after = new Socket();
        var late = new Socket()) {
      Channel listener = listen(loops);
      var address = (InetSocketAddress) listener.localAddress();
      before.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));

      assertThat(SynFilter.attach(listener)).isTrue();

      before.getOutputStream().write('a');
      assertThat(before.getInputStream().read()).isEqualTo('a');
      assertThatThrownBy(() -> after.connect(before.getRemoteSocketAddress(), 100))
          .isInstanceOf(SocketTimeoutException.class);
      listener.close().sync();
      assertThatThrownBy(() -> late.connect(before.getRemoteSocketAddress(), 5_000))
          .isInstanceOf(ConnectException.class);
    }
  }

  /** Says what it hears. */
  private static Channel listen(EventLoops loops) {
    var echo =
        new ChannelInboundHandlerAdapter() {
          @Override
          public boolean isSharable() {
            return true;
          }

          @Override
          public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
          }
        };
    return new ServerBootstrap()
        .group(loops.group())
        .channel(loops.serverChannelType())
        .childHandler(echo)
        .bind(0)
        .syncUninterruptibly()
        .channel();
  }
}
