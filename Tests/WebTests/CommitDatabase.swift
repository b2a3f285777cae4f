import DatabaseAccess
import Synchronization

/// A database that calls a function in each write before it is committed, and counts the writes.
final class CommitDatabase: SQLDatabase {
  typealias Step = @Sendable (any SQLSession) throws -> Void

  private let database: any SQLDatabase
  private let step = Mutex<Step?>(nil)
  private let count = Atomic(0)
  var dialect: any SQLDialect { database.dialect }

  init(_ database: any SQLDatabase) { self.database = database }

  /// The number of writes since the step was set.
  var writes: Int { count.load(ordering: .relaxed) }

  func beforeCommit(_ step: Step?) {
    count.store(0, ordering: .relaxed)
    self.step.withLock { $0 = step }
  }

  func check() async throws { try await database.check() }

  func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.read(purpose, body) }

  func write<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await database.write { [self] session in
      let value = try body(session)
      count.add(1, ordering: .relaxed)
      try step.withLock { $0 }?(session)
      return value
    }
  }

  func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.bulkWrite(body) }

  func writeConcurrently<T: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> T) async throws -> T {
    try await database.writeConcurrently(body)
  }
}
