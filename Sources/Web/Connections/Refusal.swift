import NIOCore
import Synchronization

/// Answers a connection beyond the limit with 503 and closes it. Its request is not read.
final class Refusal: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private static let words = "The server has reached its limit of connections. Try again in a few seconds.\n"
  private static let answer = """
    HTTP/1.1 503 Service Unavailable\r
    Content-Type: text/plain; charset=utf-8\r
    Content-Length: \(words.utf8.count)\r
    Cache-Control: no-store\r
    X-Content-Type-Options: nosniff\r
    Retry-After: 5\r
    Connection: close\r
    \r
    \(words)
    """
  /// At most this many are answered at a time; others are closed at once.
  private static let limit = 16
  private static let count = Atomic(0)

  private let patience: TimeAmount
  private var isCounted = false
  private var isAnswered = false

  init(_ patience: TimeAmount) { self.patience = patience }

  func handlerAdded(context: ChannelHandlerContext) {
    isCounted = Self.count.add(1, ordering: .relaxed).newValue <= Self.limit
    if !isCounted { Self.count.subtract(1, ordering: .relaxed) }
    // Scheduled, because the connection is not active yet.
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: isCounted ? patience : .zero) { bound.value.close(promise: nil) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    if isCounted { Self.count.subtract(1, ordering: .relaxed) }
    isCounted = false
  }

  /// Responds only after the request arrived: data received after the close would discard the response.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isAnswered else { return }
    isAnswered = true
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: Self.answer)), promise: nil)
    context.close(mode: .output, promise: nil)
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .inputClosed? = event as? ChannelEvent { return context.close(promise: nil) }
    context.fireUserInboundEventTriggered(event)
  }
}
