package import Access
package import DatabaseAccess
import Records
package import Spreadsheets
import Statistics

/// What an address or a command asks of *General stats*, checked.
package struct GeneralStatsRequest: Sendable {
  private let groups: [String]
  private let users: [String]
  private let sessions: (programs: [String], paths: [String])?
  private let period: Period
  private let fields: [String]?
  private let columns: [String]?

  /// - Parameters:
  ///   - sessions: `program:ID` or `path:ID` each.
  ///   - from: a date, inclusive, in the platform's zone; `to` likewise.
  ///   - fields: ids of custom fields; nil for all.
  ///   - columns: keys of statistics, in order; nil for the usual ones.
  /// - Throws: `BadFilter`.
  package init(
    groups: [String] = [], users: [String] = [], sessions: [String] = [], from: String? = nil, to: String? = nil,
    fields: [String]? = nil, columns: [String]? = nil, _ style: SpreadsheetStyle
  ) throws {
    self.groups = groups
    self.users = users
    self.fields = fields
    self.columns = columns
    self.sessions = try Self.sessions(sessions)
    period = Period(
      from: try Self.day("from", from).map { style.time.start(ofDay: $0) },
      to: try Self.day("to", to).map { style.time.start(ofDay: $0 + 1) })
    let known = Report.generalStatsColumns
    if let unknown = columns?.first(where: { !known.contains($0) }) {
      let nearest = nearestName(to: unknown, in: known).map { "; did you mean \($0)?" } ?? ""
      throw BadFilter(name: "column", reason: "\(unknown) is none of \(known.joined(separator: ", "))\(nearest)")
    }
  }

  /// `program:ID` or `path:ID`.
  private static func sessions(_ texts: [String]) throws -> (programs: [String], paths: [String])? {
    if texts.isEmpty { return nil }
    var result: (programs: [String], paths: [String]) = ([], [])
    for text in texts {
      let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
      switch parts.first {
      case "program" where parts.count == 2: result.programs.append(parts[1])
      case "path" where parts.count == 2: result.paths.append(parts[1])
      default: throw BadFilter(name: "session", reason: "is neither program:ID nor path:ID")
      }
    }
    return result
  }

  private static func day(_ name: String, _ text: String?) throws -> Int? {
    guard let text else { return nil }
    guard let day = Instant.days(text) else {
      throw BadFilter(name: name, reason: "is no date that exists, such as 2026-03-01")
    }
    return day
  }

  package func filter(for viewer: Viewer, _ session: any SQLSession) throws -> Report.GeneralStatsFilter {
    var population = Population(.theirUsers(of: viewer))
    population.groups = groups
    // An empty list would be no filter at all; nobody's id is empty.
    let seen = users.isEmpty ? [] : try population.scope.among(users, session).sorted()
    population.users = !users.isEmpty && seen.isEmpty ? [""] : seen
    var filter = Report.GeneralStatsFilter(population)
    filter.period = period
    filter.fields = fields
    filter.columns = columns
    if let sessions {
      filter.sessions = .init(
        programs: try Self.keys("program_sessions", sessions.programs, session),
        paths: try Self.keys("path_sessions", sessions.paths, session))
    }
    return filter
  }

  private static func keys(_ table: String, _ ids: [String], _ session: any SQLSession) throws -> [Int] {
    try session.all("SELECT key FROM \(raw: table) WHERE id \(anyOf: ids)") { $0.integer(at: 0) }
  }
}

/// A filter that makes no sense, and why.
package struct BadFilter: Error, Sendable, CustomStringConvertible {
  package let name: String
  package let reason: String
  package var description: String { "\(name) \(reason)." }
}
