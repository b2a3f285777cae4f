import Access
import Calendar
import DatabaseAccess
import Foundation
import ReferenceModel
import Reports
import Spreadsheets
import Statistics
import Support
import TestSupport

@testable import Web

/// Tallybook with imported records, queried through its own interfaces; the results are compared with those of the
/// reference.
struct Product: Sendable {
  let store: TestStore
  let style: SpreadsheetStyle
  let now: Int
  var moment: Moment { Moment(now, in: style.time) }
  var repliesCountAsPublications = true

  /// Imports a records folder.
  init(
    folder: String, now: Int = FixedClock.now, timeZone: String = "UTC", store: TestStore? = nil
  ) async throws {
    self.store = if let store { store } else { try await TestStore() }
    let store = self.store
    try await store.load(folder: URL(fileURLWithPath: folder))
    style = SpreadsheetStyle(zone: TimeZone(identifier: timeZone) ?? .gmt, byteOrderMark: false)
    self.now = now
  }

  /// The object of `GET /api/v1/users/{id}/statistics`, as `viewer` gets it; nil for "not found".
  func statistics(of user: String, viewer: String) async throws -> ExactJSON? {
    let moment = moment
    return try await asking(viewer) { viewer, session in
      do {
        let statistics = try UserStatistics(id: user, scope: .page(of: viewer), at: moment, session)
        return try ExactJSON(parsing: JSONValue(statistics).text)
      } catch AccessDenied.notFound { return nil }
    }
  }

  /// The statistics of many users, as `viewer` gets them.
  func statistics(of users: [String], viewer: String) async throws -> [String: String] {
    let moment = moment
    let pairs = try await asking(viewer) { viewer, session in
      try users.map { id in
        let statistics = try UserStatistics(id: id, scope: .page(of: viewer), at: moment, session)
        return (id, JSONValue(statistics).text)
      }
    }
    return Dictionary(uniqueKeysWithValues: pairs ?? [])
  }

  func usersFile(
    _ viewer: String, _ tab: ReferencePlatform.Tab, search: String = "", groups: [String] = [],
    subgroups: Bool = false, conditions: [String] = [], fields: [String]? = nil
  ) async throws -> [[String]]? {
    let kind = ExportKind.users(
      .init(
        tab: tab.rawValue, search: search.isEmpty ? nil : search, groups: groups, subgroups: subgroups,
        conditions: conditions, fields: fields))
    let settings = FileSettings(style: style, repliesCountAsPublications: repliesCountAsPublications)
    return try await file(viewer) { [now] viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      return try kind.report(for: viewer, settings, now: now, session)
    }
  }

  func generalStatsFile(_ viewer: String, _ filter: ReportFilter = ReportFilter()) async throws -> [[String]]? {
    let request = try request(.generalStats, filter)
    return try await file(viewer) { viewer, session in
      guard viewer.roles.seesUsers else { return nil }
      return try Report.generalStats(try request.filter(for: viewer, session), session)
    }
  }

  func request(_ kind: CustomReport.Kind, _ filter: ReportFilter) throws -> ReportQuery {
    try ReportQuery(
      groups: filter.groups, subgroups: filter.subgroups, users: filter.users, sessions: filter.sessions.map(\.text),
      from: filter.from, to: filter.to, fields: filter.fields, conditions: filter.conditions, kind, at: moment)
  }

  func individualGeneralStatsFile(_ viewer: String, user: String) async throws -> [[String]]? {
    try await file(viewer) { [moment] viewer, session in
      do {
        return Report.individualGeneralStats(try Subject(id: user, in: .page(of: viewer), session), at: moment)
      } catch AccessDenied.notFound { return nil }
    }
  }

  func collaborativeActivitiesFile(_ viewer: String, repliesCount: Bool = true) async throws -> [[String]]? {
    try await file(viewer) { [moment] viewer, _ in
      guard viewer.roles.seesCollaborativeActivities else { return nil }
      return Report.collaborativeActivities(
        Population(.collaborators(of: viewer)), repliesCount: repliesCount, at: moment)
    }
  }

  func registrationsFile(_ viewer: String) async throws -> [[String]]? {
    try await file(viewer) { viewer, _ in
      viewer.roles.seesMembers ? Report.registrations(Population(.members(of: viewer))) : nil
    }
  }

  /// Runs a query as a user; nil if the user does not exist or is deleted.
  func asking<Value: Sendable>(
    _ viewer: String, _ body: @escaping @Sendable (Viewer, any SQLSession) throws -> Value?
  ) async throws -> Value? {
    try await store.database.read { session in
      guard let viewer = try Viewer(id: viewer, session) else { return nil }
      return try body(viewer, session)
    }
  }

  func file(
    _ viewer: String, _ report: @escaping @Sendable (Viewer, any SQLSession) throws -> Report?
  ) async throws -> [[String]]? {
    let style = style
    return try await asking(viewer) { viewer, session in
      guard let report = try report(viewer, session) else { return nil }
      var bytes: [UInt8] = []
      try report.write(to: CSVWriter(style: style) { bytes += $0 }, session)
      return CommaSeparated.rows(of: String(decoding: bytes, as: UTF8.self))
    }
  }
}
