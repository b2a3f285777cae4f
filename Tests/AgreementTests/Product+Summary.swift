import Access
import ReferenceModel
import Reports
import Statistics

extension Product {
  /// The request for a *Summary*.
  func request(_ question: SummaryQuestion, total: Bool = true) throws -> ReportQuery {
    var filters = ReportFilters()
    filters.groups = question.filter.groups
    filters.subgroups = question.filter.subgroups
    filters.users = question.filter.users
    filters.sessions = question.filter.sessions.map(\.text)
    (filters.from, filters.to) = (question.filter.from, question.filter.to)
    filters.period = question.period.flatMap(RelativePeriod.init(rawValue:))
    filters.conditions = question.filter.conditions
    (filters.by, filters.columns, filters.hasTotal) = (question.by, question.columns, total)
    return try filters.request(style, now: now, .summary)
  }

  /// The file of a *Summary*, with its total.
  func summaryFile(_ viewer: String, _ question: SummaryQuestion) async throws -> [[String]]? {
    let request = try request(question)
    return try await file(viewer) { viewer, session in
      guard CustomReport.Kind.summary.isOpen(to: viewer.roles) else { return nil }
      return try request.report(for: viewer, repliesCount: true, session)
    }
  }

  /// The exact rows of a *Summary*.
  func summaryTable(_ viewer: String, _ question: SummaryQuestion) async throws -> SummaryTable {
    let request = try request(question)
    let table = try await asking(viewer) { viewer, session in
      try request.summary(for: viewer, session)?.table(withTotal: true, session)
    }
    guard let table else { throw BadFilter(name: "viewer", reason: "may not have it") }
    return table
  }
}

extension SummaryTable.Row {
  subscript(_ key: String, _ columns: [SummaryColumn]) -> Int? { cells.number(key, columns) }
}

extension [Statistics.Cell] {
  /// A count or a duration.
  func number(_ key: String, _ columns: [SummaryColumn]) -> Int? {
    guard let place = columns.firstIndex(where: { $0.rawValue == key }) else { return nil }
    return switch self[place] {
    case .count(let number), .duration(let number): number
    default: nil
    }
  }
}
