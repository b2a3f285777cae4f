import Access
import DatabaseAccess
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Covers every request from its head to the end of its response: gives it an id, measures it, and logs the route
/// pattern. The URL is not logged, since it may contain a name or a secret.
struct RequestLogger: RouterMiddleware {
  /// Bodies of a known size up to this are sent at once, and not tracked.
  private static let smallBody = 1_048_576

  let meter: RequestMetrics

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let seen = Seen(request.method, context, meter)
    var response: Response
    do { response = try await next(request, context) } catch {
      seen.end(status: 400, bytes: 0, isBrokenOff: true)
      throw error
    }
    response.headers[.requestID] = context.id
    let (body, status) = (response.body, response.status.code)
    if let length = body.contentLength, length <= Self.smallBody {
      seen.end(status: status, bytes: length, isBrokenOff: false)
      return response
    }
    response.body = ResponseBody(contentLength: body.contentLength) { writer in
      let sent = Atomic(0)
      do {
        try await body.write(
          writer.map { piece in
            sent.add(piece.readableBytes, ordering: .relaxed)
            return piece
          })
        seen.end(status: status, bytes: sent.load(ordering: .relaxed), isBrokenOff: false)
      } catch {
        if !Self.isClientGone(error) {
          context.logger.error("A response was aborted", metadata: ["error": "\(error)"])
        }
        seen.end(status: status, bytes: sent.load(ordering: .relaxed), isBrokenOff: true)
        throw error
      }
    }
    return response
  }

  /// The errors that occur when the client disconnects or is cut off.
  private static func isClientGone(_ error: any Error) -> Bool {
    switch error {
    case is CancellationError, is ChannelError, is IOError, is NIOAsyncWriterError, is FilePipe.ClientDisconnected: true
    case StorageError.interrupted: true
    default: false
    }
  }
}

/// A request in progress.
private final class Seen: Sendable {
  private let method: HTTPRequest.Method
  private let context: Context
  private let meter: RequestMetrics
  private let begin = ContinuousClock.now
  private let hasEnded = Atomic(false)

  init(_ method: HTTPRequest.Method, _ context: Context, _ meter: RequestMetrics) {
    self.method = method
    self.context = context
    self.meter = meter
    meter.begin()
  }

  /// Reached without an end if the response is never sent because the connection is closed.
  deinit { end(status: 400, bytes: 0, isBrokenOff: true) }

  func end(status: Int, bytes: Int, isBrokenOff: Bool) {
    guard hasEnded.compareExchange(expected: false, desired: true, ordering: .relaxed).exchanged else { return }
    let duration = ContinuousClock.now - begin
    let series = RequestMetrics.Series(route: context.endpointPath, method)
    meter.end(series, status: status, duration, bytes: bytes, isBrokenOff: isBrokenOff)
    var facts: Logger.Metadata = [
      "method": .string(series.method), "route": .string(series.route), "status": .stringConvertible(status),
      "ms": .stringConvertible(Int(duration / .milliseconds(1))), "bytes": .stringConvertible(bytes),
    ]
    if isBrokenOff { facts["broken_off"] = .stringConvertible(true) }
    facts.merge(requester) { $1 }
    context.logger.info("Request", metadata: facts)
  }

  private var requester: Logger.Metadata {
    guard let asker = context.asker.known else { return [:] }
    return ["user": .stringConvertible(asker.key), "by": .string(asker.isByToken ? "token" : "session")]
  }
}

/// The principal for the log: an internal key, meaningless without the database.
final class RequesterBox: Sendable {
  private let state = Mutex<(key: Int, isByToken: Bool)?>(nil)

  var known: (key: Int, isByToken: Bool)? { state.withLock { $0 } }

  func isKnown(_ visitor: WebRequest.Principal) {
    state.withLock { $0 = (visitor.viewer.key, visitor.csrf == nil) }
  }
}
