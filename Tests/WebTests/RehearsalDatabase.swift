import DatabaseAccess
import Synchronization

/// A database whose writes are inspected and rolled back, while the writer is told that they succeeded.
final class RehearsalDatabase: SQLDatabase {
  typealias Look = @Sendable (any SQLSession) throws -> [String]

  private let database: any SQLDatabase
  private let look = Mutex<Look?>(nil)
  private let seen = Mutex<[[String]]>([])
  var dialect: any SQLDialect { database.dialect }

  init(_ database: any SQLDatabase) { self.database = database }

  private struct Undone: Error {}

  private final class Kept<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
  }

  /// The inspected result of each write, had it been committed.
  func rehearse(_ look: @escaping Look, _ body: () async throws -> Void) async throws -> [[String]] {
    self.look.withLock { $0 = look }
    seen.withLock { $0 = [] }
    defer { self.look.withLock { $0 = nil } }
    try await body()
    return seen.withLock { $0 }
  }

  private func undoing<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T, _ look: @escaping Look
  ) async throws -> T {
    let kept = Kept<T>()
    do {
      try await database.write { [self] session in
        let value = try body(session)
        let state = try look(session)
        seen.withLock { $0.append(state) }
        kept.value.withLock { $0 = value }
        throw Undone()
      }
    } catch is Undone {}
    return kept.value.withLock { $0 }!
  }

  func check() async throws { try await database.check() }

  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.read(purpose, body) }

  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    guard let look = look.withLock({ $0 }) else { return try await database.write(body) }
    return try await undoing(body, look)
  }

  func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await write(body) }

  func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await write(body)
  }
}
