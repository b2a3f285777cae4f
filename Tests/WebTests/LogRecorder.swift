import Foundation
import Logging
import Synchronization
import Web

/// The log entries of a site.
final class LogRecorder: Sendable {
  private let text = Mutex("")

  var lines: [String] { text.withLock { $0.split(separator: "\n").map(String.init) } }

  /// Writes into this log, from this level on.
  func handler(_ format: LineLogHandler.Format) -> LineLogHandler {
    var handler = LineLogHandler(format) { [self] line in text.withLock { $0 += line } }
    handler.logLevel = .trace
    return handler
  }

  /// The log lines of requests, once there are this many.
  func requests(_ count: Int) async throws -> [[String: Any]] {
    for _ in 0..<500 {
      let found = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
        .filter { $0["message"] as? String == "Request" }
      if found.count >= count { return found }
      try await Task.sleep(for: .milliseconds(10))
    }
    return []
  }
}
