import NIOCore

/// Detects that the client has closed its end of the connection. Hummingbird detects it only when writing, and nothing
/// is written while the query for a file's first rows runs.
struct DisconnectMonitor: Sendable {
  /// Succeeds when the client disconnects, fails when the watch ends first.
  let gone: EventLoopFuture<Void>
  private let channel: any Channel
  /// Unique: on one connection a second download may begin before the first one's watch is removed.
  private var name: String { "taker watch \(ObjectIdentifier(gone))" }

  struct ClientStayed: Error {}

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

    func handlerRemoved(context: ChannelHandlerContext) { gone.fail(ClientStayed()) }
  }
}
