import Access
import DatabaseAccess
import Foundation
import Jobs

/// Sign-in and sign-out on a database whose only writer may be busy with an import: the write is queued in the
/// background, and the request waits for it only briefly.
struct SessionWriting: Sendable {
  let pending = PendingSessions()
  private let database: any SQLDatabase
  private let background: BackgroundWrites
  private let ended: EndedSessions
  private let patience: Duration

  init(_ database: any SQLDatabase, _ background: BackgroundWrites, _ settings: SiteSettings) {
    self.database = database
    self.background = background
    ended = EndedSessions(FileFolder(settings.filesFolder))
    patience = settings.writerPatience
  }

  /// Whether writes can block on an import at all.
  private var hasOneWriter: Bool { database.dialect.traits.contains(.hasOneWriter) }

  var signIn: SignIn {
    guard hasOneWriter else { return SignIn(database) }
    return SignIn(
      database,
      aside: SignIn.Aside(pending: pending) { [background, patience] write, end in
        await background.write(write, within: patience, then: end)
      })
  }

  /// Ends a session permanently.
  func end(_ secret: String) async throws {
    guard hasOneWriter else { return try await database.writeConcurrently { try WebSession.close(secret: secret, $0) } }
    let hash = Secret.hash(secret)
    pending.end(hash: hash)
    if !(await delete(hash)) { try ended.add(hash) }
  }

  /// Ends the sessions that earlier servers ended but did not delete.
  func endLeft() {
    for hash in ended.left() {
      pending.end(hash: hash)
      Task { await delete(hash) }
    }
  }

  func finish() { ended.close() }

  /// - Returns: whether it is deleted from the database already.
  @discardableResult private func delete(_ hash: String) async -> Bool {
    await background.write({ try WebSession.close(hash: hash, $0) }, within: patience) { [pending, ended] isWritten in
      if isWritten, pending.isDeleted(hash: hash) { ended.clear() }
    }
  }
}
