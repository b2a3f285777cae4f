import Foundation
import NIOCore

/// Closes a connection whose client receives slower than the minimum rate over any part of a response, even after a
/// fast start. It is the handler next to the socket, so that it covers pages, files and streams alike.
final class SendMonitor: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  /// The send buffer of the socket, in bytes. A larger one would hide a slow client for too long.
  private static let systemBuffer = 131_072

  private let limits: ConnectionLimits
  private var written = 0
  private var sentBefore = 0
  /// How far behind the minimum rate the client is.
  private var debt = TimeAmount.zero
  private var timer: Scheduled<Void>?

  init(_ limits: ConnectionLimits) { self.limits = limits }

  func handlerAdded(context: ChannelHandlerContext) {
    try? context.channel.syncOptions?.setOption(.socketOption(.so_sndbuf), value: Self.systemBuffer)
  }

  func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    written += unwrapOutboundIn(data).readableBytes
    context.write(data, promise: promise)
  }

  func flush(context: ChannelHandlerContext) {
    context.flush()
    guard timer == nil else { return }
    let waiting = waiting(context)
    guard waiting > 0 else { return }
    (sentBefore, debt) = (written - waiting, .zero)
    setTimer(context)
  }

  private func waiting(_ context: ChannelHandlerContext) -> Int {
    (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
  }

  private func setTimer(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound((watch: self, context: context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: limits.period) { bound.value.watch.look(bound.value.context) }
  }

  private func look(_ context: ChannelHandlerContext) {
    timer = nil
    let waiting = waiting(context)
    guard waiting > 0, context.channel.isActive else { return }
    let sent = written - waiting
    debt = max(.zero, debt + limits.period - limits.time(for: sent - sentBefore))
    sentBefore = sent
    guard debt > limits.patience else { return setTimer(context) }
    // Close at once, and discard what is in the send buffer.
    _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
    context.close(promise: nil)
  }
}
