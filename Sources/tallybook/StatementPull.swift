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
  private let sender: StatementSender
  private let settings: DerivationSettings
  /// Numbers of statements that were imported: all, those new to the store, and those set aside.
  private(set) var read = 0
  private(set) var added = 0
  private(set) var refused = 0
  /// `stored` of the last statement, in microseconds since 1970.
  private var last: Int?
  /// Read, but not imported yet.
  private var waiting: [JSONValue] = []
  private var waitingBytes = 0
  /// Pages in a row that brought nothing later.
  private var idlePages = 0

  /// Records are derived once for as many statements as this, or once this many bytes were read.
  private static let statementsAtOnce = 5_000
  private static let bytesAtOnce = 33_554_432
  /// An LRS that does not say how far it is complete may still be storing statements this much earlier, in microseconds.
  private static let delay = 600_000_000
  private static let idlePageLimit = 20

  init(
    _ database: any SQLDatabase, _ source: StatementSource, isLenient: Bool, by sender: StatementSender,
    _ settings: DerivationSettings
  ) {
    (self.database, self.source, self.isLenient) = (database, source, isLenient)
    (self.sender, self.settings) = (sender, settings)
  }

  var stopWords: String {
    read == 0 ? "Nothing was imported." : "\(read) statements were imported; --since-last continues after them."
  }

  /// - Throws: `HTTPCall.Failure`, or `StatementImport.Rejected` for statements that the store refuses.
  mutating func run(isContinued: Bool) async throws {
    let now = Int(Date().timeIntervalSince1970 * 1_000_000)
    let since = isContinued ? try await database.read { [source] in try Self.place(source, $0).through() } : nil
    var (address, through): (String?, Int?) = (source.address(since: since, until: now), nil)
    let meter = ProgressMeter()
    defer { meter.clear() }
    while let current = address {
      let page: StatementSource.Page
      do {
        page = try await source.page(current)
        if page.more == current { throw fault("`more` does not lead to another page") }
        through = through ?? page.consistentThrough
        try add(page)
      } catch let failure as HTTPCall.Failure {
        try await write(isEnd: false, through ?? now - Self.delay, now)
        throw failure
      }
      if page.more == nil || waiting.count >= Self.statementsAtOnce || waitingBytes >= Self.bytesAtOnce {
        try await write(isEnd: page.more == nil, through ?? now - Self.delay, now)
      }
      meter.report("statements", read + waiting.count)
      address = page.more
    }
  }

  private func fault(_ reason: String) -> HTTPCall.Failure {
    HTTPCall.Failure(description: "\(source.endpoint)/statements: \(reason).")
  }

  private static func place(_ source: StatementSource, _ session: any SQLSession) -> PulledStatements {
    PulledStatements(session, from: source.endpoint, as: source.reader)
  }

  /// Only statements in the order of `stored` say how far they were read: a page with others is left out as a whole.
  private mutating func add(_ page: StatementSource.Page) throws {
    var latest = last
    for statement in page.statements {
      guard let stored = statement["stored"]?.string.flatMap({ Timestamp.microseconds($0, .v1) }) else {
        throw fault("a statement has no `stored`")
      }
      if let latest, stored < latest { throw fault("the statements are not in the order of `stored`") }
      latest = stored
    }
    idlePages = latest == last ? idlePages + 1 : 0
    last = latest
    waiting += page.statements
    waitingBytes += page.size
    if idlePages > Self.idlePageLimit { throw fault("`more` leads to page after page without later statements") }
  }

  /// - Parameters:
  ///   - isEnd: whether there is no further page, which could have statements of the same instant as the last one.
  ///   - through: up to where the other LRS is complete.
  private mutating func write(isEnd: Bool, _ through: Int, _ now: Int) async throws {
    guard let last, !waiting.isEmpty || isEnd else { return }
    let complete = min(isEnd ? last : last - 1, through)
    let outcome = try await database.write { [self] session in
      var statements = try StatementImport(session, by: sender, now: now, isLenient: isLenient, deriving: settings) {
        UUID().uuidString.lowercased()
      }
      for statement in waiting {
        try statements.add(statement, at: "statement \(statement["id"]?.string?.prefix(36) ?? "without an id")")
      }
      try statements.finish()
      if !statements.outcome.faults.isEmpty { throw StatementImport.Rejected(outcome: statements.outcome) }
      try Self.place(source, session).note(through: complete)
      return statements.outcome
    }
    (waiting, waitingBytes) = ([], 0)
    read += outcome.read
    added += outcome.added
    refused += outcome.refused
  }
}
