import Foundation
import Logging
import NIOCore

/// Keeps the server listening when accept fails because too many files are open, and pauses accepting for a moment.
final class AcceptMonitor: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private static let rest = TimeAmount.milliseconds(200)
  private static let passing = [EMFILE, ENFILE, ENOBUFS, ENOMEM, ECONNABORTED]

  private let logger: Logger
  private var isResting = false

  init(_ logger: Logger) { self.logger = logger }

  /// Adds the handler in front of those that would close the listening channel.
  static func add(to channel: any Channel, _ logger: Logger) {
    channel.eventLoop.execute {
      try? channel.pipeline.syncOperations.addHandler(AcceptMonitor(logger), position: .first)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let code = (error as? IOError)?.errnoCode, Self.passing.contains(code) else {
      return context.fireErrorCaught(error)
    }
    guard code != ECONNABORTED, !isResting else { return }
    isResting = true
    logger.error("A connection could not be accepted", metadata: ["error": "\(error)"])
    _ = context.channel.setOption(.autoRead, value: false)
    let bound = NIOLoopBound((watch: self, context: context), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: Self.rest) {
      bound.value.watch.isResting = false
      _ = bound.value.context.channel.setOption(.autoRead, value: true)
    }
  }
}
