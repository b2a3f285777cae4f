import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Admits or refuses a connection, tracks whether a request is in progress, and closes the connection when a body
/// arrives too slowly, whether or not anything reads it.
final class ConnectionMonitor: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let connections: Connections
  private let limits: ConnectionLimits
  private var place: Connections.Place?
  /// The number of requests whose response is not complete.
  private var open = 0
  /// The body that is being received.
  private var body: (since: NIODeadline, bytes: Int)?
  private var answeredAt: NIODeadline?
  private var timer: Scheduled<Void>?

  init(_ connections: Connections, _ limits: ConnectionLimits) {
    self.connections = connections
    self.limits = limits
  }

  func channelActive(context: ChannelHandlerContext) {
    place = connections.enter(context.channel)
    let first: any ChannelHandler = place == nil ? Refusal(limits.refusal) : SendMonitor(limits)
    try? context.pipeline.syncOperations.addHandler(first, position: .first)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let place { connections.leave(place) }
    timer?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head:
      open += 1
      (body, answeredAt) = ((.now(), 0), nil)
      if let place { connections.isBusy(place) }
    case .body(let piece): body?.bytes += piece.readableBytes
    case .end: body = nil
    }
    context.fireChannelRead(data)
  }

  /// Most requests are complete by now, and need no timer.
  func channelReadComplete(context: ChannelHandlerContext) {
    if body != nil { setTimer(context) }
    context.fireChannelReadComplete()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      open -= 1
      if open == 0 {
        if let place { connections.isIdle(place) }
        if body != nil { answeredAt = .now() }
      }
    }
    context.write(data, promise: promise)
  }

  private func setTimer(_ context: ChannelHandlerContext) {
    guard timer == nil else { return }
    let bound = NIOLoopBound((watch: self, context: context), eventLoop: context.eventLoop)
    timer = context.eventLoop.scheduleTask(in: limits.period) { bound.value.watch.look(bound.value.context) }
  }

  private func look(_ context: ChannelHandlerContext) {
    timer = nil
    guard let body else { return }
    let now = NIODeadline.now()
    let isLeftOver = answeredAt.map { now - $0 > limits.rest } ?? false
    let isSlow = now - body.since > limits.patienceForBody + limits.time(for: body.bytes)
    if isLeftOver || isSlow { context.close(promise: nil) } else { setTimer(context) }
  }
}
