package diy.mesh.dataplane.loop;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Epoll in which a channel may wait for nothing and later for something again.
 *
 * <p>Netty 4.2.13 and later (netty/netty#16689; at least to 4.2.18) take a channel that waits for
 * no event out of epoll, but forget that they did: when it waits for one again they change what is
 * not there, which fails with ENOENT. That is what a half-closed connection does, whose input has
 * ended and whose output is full for the first time: the rest of its output would be lost. Here
 * such a channel is registered anew instead.
 *
 * <p>And in which a channel hears of its own events only. Epoll gives events in batches, by file
 * descriptor, and a descriptor that is closed in the middle of a batch is the next one that the
 * kernel gives away: a connection made there and then would hear that it has ended, and fail.
 */
final class RepeatableEpoll implements IoHandler {

  private final IoHandler epoll;

  /** Counts the batches of events. */
  private long batch;

  private boolean inBatch;

  private RepeatableEpoll(IoHandler epoll) {
    this.epoll = epoll;
  }

  static IoHandlerFactory newFactory() {
    IoHandlerFactory factory = EpollIoHandler.newFactory();
    return executor -> new RepeatableEpoll(factory.newHandler(executor));
  }

  @Override
  public IoRegistration register(IoHandle handle) throws Exception {
    return new Registration(handle, epoll.register(new Fresh((EpollIoHandle) handle)));
  }

  /** Deaf to the batch that it was registered in: those events are older than it is. */
  @SuppressWarnings("try") // closing is what the wrapped channel makes of it
  private final class Fresh implements EpollIoHandle {
    private final EpollIoHandle handle;
    private final long deafIn = inBatch ? batch : -1;

    Fresh(EpollIoHandle handle) {
      this.handle = handle;
    }

    @Override
    public FileDescriptor fd() {
      return handle.fd();
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      if (!inBatch || batch != deafIn) {
        handle.handle(registration, event);
      }
    }

    @Override
    public void registered() {
      handle.registered();
    }

    @Override
    public void unregistered() {
      handle.unregistered();
    }

    @Override
    public void close() throws Exception {
      handle.close();
    }
  }

  /** A channel's place in epoll, which it leaves and takes again. On its event loop. */
  private final class Registration implements IoRegistration {
    private final IoHandle handle;
    private IoRegistration current;

    /** Taken out because it waits for nothing; the channel itself has not left. */
    private boolean resting;

    Registration(IoHandle handle, IoRegistration first) {
      this.handle = handle;
      this.current = first;
    }

    @Override
    public long submit(IoOps ops) {
      boolean nothing = ((EpollIoOps) ops).value() == EpollIoOps.NONE.value();
      if (nothing && !resting && current.isValid()) {
        resting = current.cancel();
        return 0;
      }
      if (resting) {
        if (nothing) {
          return 0;
        }
        current = registerAgain();
        resting = false;
      }
      return current.submit(ops);
    }

    private IoRegistration registerAgain() {
      try {
        return epoll.register(new Fresh((EpollIoHandle) handle));
      } catch (Exception e) {
        throw new IllegalStateException("cannot go on waiting for events of " + handle, e);
      }
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's own signature
    public <T> @Nullable T attachment() {
      return current.attachment();
    }

    @Override
    public boolean isValid() {
      return resting || current.isValid();
    }

    @Override
    public boolean cancel() {
      boolean valid = isValid();
      resting = false;
      current.cancel();
      return valid;
    }
  }

  @Override
  public void initialize() {
    epoll.initialize();
  }

  @Override
  public int run(IoHandlerContext context) {
    batch++;
    inBatch = true;
    try {
      return epoll.run(context);
    } finally {
      inBatch = false;
    }
  }

  @Override
  public void prepareToDestroy() {
    epoll.prepareToDestroy();
  }

  @Override
  public void destroy() {
    epoll.destroy();
  }

  @Override
  public void wakeup() {
    epoll.wakeup();
  }

  @Override
  public boolean isCompatible(Class<? extends IoHandle> type) {
    return epoll.isCompatible(type);
  }
}
