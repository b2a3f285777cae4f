import NIOCore

/// Notices that whoever waits for an answer has gone: their end of the connection is closed. Hummingbird itself finds
/// out when it writes, and while the store is asked for a file's first rows nothing is written.
struct TakerWatch: Sendable {
  /// Succeeds when they have gone, fails when the watch is over before.
  let gone: EventLoopFuture<Void>
  private let channel: any Channel
  /// Two files may be asked for one after another on one connection, and the second begin before the first has ended.
  private var name: String { "taker watch \(ObjectIdentifier(gone))" }

  struct TakerStayed: Error {}

  init(_ channel: any Channel) {
    let promise = channel.eventLoop.makePromise(of: Void.self)
    gone = promise.futureResult
    self.channel = channel
    let name = name
    channel.eventLoop.execute {
      let handler = Handler(promise)
      do { try channel.pipeline.syncOperations.addHandler(handler, name: name, position: .first) } catch {
        promise.succeed()
      }
      if !channel.isActive { promise.succeed() }
    }
  }

  func end() { channel.pipeline.removeHandler(name: name, promise: nil) }

  private final class Handler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let gone: EventLoopPromise<Void>

    init(_ gone: EventLoopPromise<Void>) { self.gone = gone }

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
}
