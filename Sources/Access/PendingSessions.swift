package import DatabaseAccess
import Synchronization

/// What signing in and out has changed and the store has not written yet, since an import holds its only writer. The process
/// goes by it meanwhile, so that nobody waits for the import (decision 0033).
///
/// A session that is opened here is lost if the process ends first. One that is ended here never comes back: whoever ends it
/// keeps that on the disk as well. One that was opened before all of its user's were ended is not written any more.
package final class PendingSessions: Sendable {
  package typealias Write = @Sendable (any SQLSession) throws -> Void

  /// As many as fit into some MB; beyond them, one waits for the writer.
  private static let limit = 10_000

  private struct State {
    var opened: [String: NewSession] = [:]
    var ended: Set<String> = []
    var failures: [SignInLimits.Key: Int] = [:]
  }

  private let state = Mutex(State())

  package init() {}

  var hasRoom: Bool { state.withLock { $0.opened.count + $0.failures.count < Self.limit } }

  func open(_ new: NewSession) { state.withLock { $0.opened[new.hash] = new } }

  func isWritten(_ new: NewSession) { state.withLock { $0.opened[new.hash] = nil } }

  package func end(hash: String) { state.withLock { _ = $0.ended.insert(hash) } }

  /// The store has no such session any more.
  /// - Returns: whether none is left that it still has.
  package func isDeleted(hash: String) -> Bool {
    state.withLock { state in
      state.ended.remove(hash)
      return state.ended.isEmpty
    }
  }

  /// The session with this secret, by what the store and this process know.
  package func session(secret: String, now: Int, _ session: any SQLSession) throws -> WebSession? {
    let hash = Secret.hash(secret)
    let (isEnded, new) = state.withLock { ($0.ended.contains(hash), $0.opened[hash]) }
    if isEnded { return nil }
    if let new { return try WebSession(new, now: now, session) }
    return try WebSession(secret: secret, now: now, session)
  }
}

// Failures to sign in that the store has not noted yet.

extension PendingSessions {
  func failures(_ limits: SignInLimits) -> SignInLimits.Counts {
    state.withLock { state in limits.counts { state.failures[$0, default: 0] } }
  }

  /// - Returns: how many there were before.
  func note(_ limits: SignInLimits) -> SignInLimits.Counts {
    state.withLock { state in
      let before = limits.counts { state.failures[$0, default: 0] }
      for key in limits.keys { state.failures[key, default: 0] += 1 }
      return before
    }
  }

  func isNoted(_ limits: SignInLimits) {
    state.withLock { state in
      for key in limits.keys {
        let left = state.failures[key, default: 0] - 1
        state.failures[key] = left > 0 ? left : nil
      }
    }
  }
}
