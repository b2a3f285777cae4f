import DatabaseAccess
import Foundation
import HTTPClient
import LRS
import Support

/// Imports the statements of another LRS, page by page.
struct StatementPull {
  private let database: any SQLDatabase
  private let source: StatementSource
  private let isLenient: Bool
  private let settings: DerivationSettings
  /// Numbers of statements of the imported pages: all, those new to the store, and those set aside.
  private(set) var read = 0
  private(set) var added = 0
  private(set) var refused = 0
  /// `stored` of the last statement, in microseconds since 1970.
  private var last: Int?

  init(_ database: any SQLDatabase, _ source: StatementSource, isLenient: Bool, _ settings: DerivationSettings) {
    (self.database, self.source, self.isLenient, self.settings) = (database, source, isLenient, settings)
  }

  var stopWords: String {
    read == 0 ? "Nothing was imported." : "\(read) statements were imported; --since-last continues after them."
  }

  /// - Throws: `HTTPCall.Failure`, or `ImportXAPICommand.Rejected` for statements that the store refuses.
  mutating func run(isContinued: Bool) async throws {
    let now = Int(Date().timeIntervalSince1970 * 1_000_000)
    let since = isContinued ? try await database.read { [source] in try Self.place(source, $0).through() } : nil
    var (address, through): (String?, Int?) = (source.address(since: since, until: now), nil)
    let meter = ProgressMeter()
    defer { meter.clear() }
    while let current = address {
      let page = try await source.page(current)
      if page.more == current { throw fault("`more` does not lead to another page") }
      through = through ?? page.consistentThrough
      try await add(page, through, now)
      meter.report("statements", read)
      address = page.more
    }
  }

  private func fault(_ reason: String) -> HTTPCall.Failure {
    HTTPCall.Failure(description: "\(source.endpoint)/statements: \(reason).")
  }

  private static func place(_ source: StatementSource, _ session: any SQLSession) -> PulledStatements {
    PulledStatements(session, from: source.endpoint)
  }

  private mutating func add(_ page: StatementSource.Page, _ through: Int?, _ now: Int) async throws {
    try follow(page)
    guard let last else { return }
    // The next page can have further statements of the same instant.
    let complete = min(page.more == nil ? last : last - 1, through ?? last - 1)
    let outcome = try await database.write { [self] session in
      var statements = try StatementImport(
        session, by: ImportXAPICommand.sender, now: now, isLenient: isLenient, deriving: settings
      ) { UUID().uuidString.lowercased() }
      for statement in page.statements {
        try statements.add(statement, at: "statement \(statement["id"]?.string?.prefix(36) ?? "without an id")")
      }
      try statements.finish()
      if !statements.outcome.faults.isEmpty { throw ImportXAPICommand.Rejected(outcome: statements.outcome) }
      try Self.place(source, session).note(through: complete)
      return statements.outcome
    }
    read += outcome.read
    added += outcome.added
    refused += outcome.refused
  }

  /// Only statements in the order of `stored` say how far they were read.
  private mutating func follow(_ page: StatementSource.Page) throws {
    for statement in page.statements {
      guard let stored = statement["stored"]?.string.flatMap({ Timestamp.microseconds($0, .v1) }) else {
        throw fault("a statement has no `stored`")
      }
      if let last, stored < last { throw fault("the statements are not in the order of `stored`") }
      last = stored
    }
  }
}
