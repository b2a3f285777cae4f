import Access
import ReferenceModel
import Reports
import Spreadsheets
import Testing

/// Custom reports of every type equal those of the reference: rows, numbers and columns, for any viewer and any filter.
@Suite struct CustomReportTests {
  @Test(arguments: 0..<4 as Range<UInt64>)
  func `Every type of report is that of the reference, with every filter`(lane: UInt64) async throws {
    var rows: [ReferencePlatform.ReportKind: Int] = [:]
    for seed in 801...824 as ClosedRange<UInt64> where seed % 4 == lane {
      let world = try await RandomWorld(seed: seed, isSmall: seed % 6 != 0)
      for viewer in world.viewers {
        for (kind, filter) in ReferencePlatform.ReportKind.allCases.flatMap({ kind in
          world.platform.reportFilters(5).map { (kind, kind.fitting($0)) }
        }) {
          let found = try await world.product.customReport(kind, viewer, filter)
          let expected = world.reference.customReport(kind, viewer: viewer, filter: filter)
          if let words = cellDifference(found, expected) {
            Issue.record("seed \(seed), \(kind.rawValue) for \(viewer), \(filter.query): \(words)")
            return
          }
          rows[kind, default: 0] += max(0, (expected?.count ?? 0) - 1)
        }
      }
    }
    for kind in ReferencePlatform.ReportKind.allCases {
      #expect(rows[kind, default: 0] > 100, "\(kind) has too little to show: \(rows)")
    }
  }

  @Test func `The expected number of rows is how many come, and a limit cuts it off`() async throws {
    let world = try await RandomWorld(seed: 831)
    for kind in CustomReport.Kind.allCases {
      let counts = try await world.product.asking(world.owner) { viewer, session in
        var choice = ReportFilters()
        if kind == .summary { choice.by = ["group"] }
        let request = try choice.request(kind, at: world.product.moment)
        let report = try request.report(for: viewer, repliesCount: true, session)
        let rows = try report.write(to: Counting(), session)
        return [
          rows, try report.expectedRows(session), try report.expectedRows(upTo: 7, session),
        ]
      }
      let rows = try #require(counts)[0]
      #expect(counts == [rows, rows, min(rows, 7)] && rows > 7, "\(kind)")
    }
  }

  @Test func `Every column that a type offers is in its file`() async throws {
    let world = try await RandomWorld(seed: 833, isSmall: true)
    for kind in CustomReport.Kind.allCases {
      // There is a column for each group.
      let columns = kind.type.columns.filter { $0 != "groups" }
      var filters = ReportFilters()
      filters.columns = columns
      if kind == .summary { filters.by = ["group"] }
      let request = try filters.request(kind, at: world.product.moment)
      let keys = try await world.product.asking(world.owner) { viewer, session in
        let writer = Counting()
        try request.report(for: viewer, repliesCount: true, session).write(to: writer, session)
        return writer.keys
      }
      #expect(keys.map { Array($0.suffix(columns.count)) } == columns, "\(kind)")
    }
  }

  @Test func `A filter or a column that a type does not have is refused with the reason`() async throws {
    let world = try await RandomWorld(seed: 832, isSmall: true)
    func refusal(_ kind: CustomReport.Kind, _ change: (inout ReportFilters) -> Void) -> String? {
      var choice = ReportFilters()
      change(&choice)
      do { _ = try choice.request(kind, at: world.product.moment) } catch { return "\(error)" }
      return nil
    }
    #expect(refusal(.tags) { $0.sessions = ["program:s"] } == "session has no meaning for tags.")
    #expect(refusal(.programSessions) { $0.from = "2026-03-01" } == "from has no meaning for program-sessions.")
    #expect(refusal(.pathSessions) { $0.period = .lastMonth } == "from has no meaning for path-sessions.")
    #expect(refusal(.certificates) { $0.columns = ["statuss"] }?.contains("did you mean status") == true)
    #expect(refusal(.courseAttempts) { $0.sessions = ["program:s"] } == nil)
  }
}

private final class Counting: SpreadsheetWriter {
  private(set) var keys: [String] = []
  func begin(columns: [SpreadsheetColumn]) throws { keys = columns.compactMap(\.key) }
  func row(_ cells: [SpreadsheetCell], filled: [Int]) throws {}
  func finish() throws {}
}

extension Product {
  func customReport(
    _ kind: ReferencePlatform.ReportKind, _ viewer: String, _ filter: ReportFilter
  ) async throws -> [[String]]? {
    guard let kind = CustomReport.Kind(rawValue: kind.rawValue) else { return nil }
    let repliesCount = repliesCountAsPublications
    let request = try request(kind, filter)
    return try await file(viewer) { viewer, session in
      guard kind.isOpen(to: viewer.roles) else { return nil }
      return try request.report(for: viewer, repliesCount: repliesCount, session)
    }
  }
}
