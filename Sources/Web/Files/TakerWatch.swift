import NIOCore

/// Notices that whoever waits for an answer has gone: their end of the connection is closed. Hummingbird itself finds
/// out when it writes, and while the store is asked for a file's first rows nothing is written.
final class TakerWatch: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  struct TakerStayed: Error {}

  private let gone: EventLoopPromise<Void>

  private init(_ gone: EventLoopPromise<Void>) { self.gone = gone }

  /// - Returns: succeeds when they have gone, fails when the watch is over before.
  static func begin(on channel: any Channel) -> EventLoopFuture<Void> {
    let gone = channel.eventLoop.makePromise(of: Void.self)
    channel.eventLoop.execute {
      do { try channel.pipeline.syncOperations.addHandler(TakerWatch(gone), position: .first) } catch { gone.succeed() }
      if !channel.isActive { gone.succeed() }
    }
    return gone.futureResult
  }

  static func end(on channel: any Channel) {
    channel.eventLoop.execute {
      guard let watch = try? channel.pipeline.syncOperations.handler(type: Self.self) else { return }
      channel.pipeline.syncOperations.removeHandler(watch, promise: nil)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { gone.succeed() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    gone.succeed()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { gone.fail(TakerStayed()) }
}
