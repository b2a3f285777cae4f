package import DatabaseAccess
import Synchronization

/// Changes by sign-ins and sign-outs that are not written yet, because an import holds the only writer. Meanwhile the
/// process uses them from memory, so that nobody waits for the import (decision 0033).
///
/// A session opened here is lost if the process ends first. A session ended here stays ended, because the caller also
/// records that on disk. A session is not written if all sessions of its user were ended after it was opened.
package final class PendingSessions: Sendable {
  package typealias Write = @Sendable (any SQLSession) throws -> Void

  /// The limit of a few MB; beyond it, sign-ins wait for the writer.
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

  /// Must be called when the session was deleted from the store.
  /// - Returns: whether all ended sessions are deleted.
  package func isDeleted(hash: String) -> Bool {
    state.withLock { state in
      state.ended.remove(hash)
      return state.ended.isEmpty
    }
  }

  /// The session with this secret, from the store and from memory.
  package func session(secret: String, now: Int, _ session: any SQLSession) throws -> WebSession? {
    let hash = Secret.hash(secret)
    let (isEnded, new) = state.withLock { ($0.ended.contains(hash), $0.opened[hash]) }
    if isEnded { return nil }
    if let new { return try WebSession(new, now: now, session) }
    return try WebSession(secret: secret, now: now, session)
  }
}

// Failed sign-ins that are not written yet.

extension PendingSessions {
  func failures(_ limits: SignInLimits) -> SignInLimits.Counts {
    state.withLock { state in limits.counts { state.failures[$0, default: 0] } }
  }

  /// - Returns: the counts before this failure.
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
