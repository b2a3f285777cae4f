package import DatabaseAccess

/// A database in which derived records follow, at the end of each transaction, what it has written about people, courses
/// and activities: whichever page, file or directory that came from (xapi.md §4.4).
package struct DerivingDatabase: SQLDatabase {
  private let database: any SQLDatabase
  private let settings: DerivationSettings
  package var dialect: any SQLDialect { database.dialect }

  package init(_ database: any SQLDatabase, _ settings: DerivationSettings) {
    (self.database, self.settings) = (database, settings)
  }

  package func read<T: Sendable>(
    _ purpose: ReadPurpose, _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.read(purpose, body) }

  package func check() async throws { try await database.check() }

  package func write<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.write(deriving(body)) }

  package func bulkWrite<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.bulkWrite(deriving(body)) }

  package func writeConcurrently<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) async throws -> T { try await database.writeConcurrently(body) }

  private func deriving<T: Sendable>(
    _ body: @escaping @Sendable (any SQLSession) throws -> T
  ) -> @Sendable (any SQLSession) throws -> T {
    { [settings] session in
      let result = try body(session)
      try DerivationRun.catchUp(session, settings)
      return result
    }
  }
}
