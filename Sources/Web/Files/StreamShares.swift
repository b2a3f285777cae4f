import Access
import DatabaseAccess
import Synchronization

/// Limits concurrent downloads per user, so that one user cannot occupy all the database connections reserved for
/// downloads.
final class StreamShares: Sendable {
  static let share = 4
  /// How long a download waits for another one of the same user to end.
  static let patience = Duration.seconds(10)

  private struct Line {
    let places = ResourcePool((0..<StreamShares.share).map { _ in }, complaint: "Too many concurrent downloads.")
    var users = 0
  }

  private let lines = Mutex<[Int: Line]>([:])

  /// - Throws: `LimitReached` if none of the user's downloads ended in time.
  func acquire(_ user: Int, patience: Duration = StreamShares.patience) async throws {
    let places = lines.withLock { lines in
      lines[user, default: Line()].users += 1
      return lines[user]?.places
    }
    do { _ = try await places?.acquire(patience: patience) } catch {
      leave(user)
      if case StorageError.busy = error { throw LimitReached(.streams, Self.share, retryAfter: 30) }
      throw error
    }
  }

  func release(_ user: Int) {
    lines.withLock { $0[user]?.places }?.release(())
    leave(user)
  }

  private func leave(_ user: Int) {
    lines.withLock { lines in
      lines[user]?.users -= 1
      if lines[user]?.users == 0 { lines[user] = nil }
    }
  }
}
