import Access
import DatabaseAccess
import Statistics

/// What an address asks of the records behind a user's number; the page and the API read it alike.
struct EvidenceRequest: Sendable {
  private let user: String
  private let statistic: Statistic
  private let tag: String?
  private let week: TrainingWeek?
  private let limit: Int
  private let after: EvidenceCursor?
  /// Of the page: its own place among those left out.
  private let leftOutAfter: EvidenceCursor?

  /// Of the API; the page has a place of its own among those left out.
  static let parameters: Parameters = ["tag", "week", "limit", "after"]
  static let pageParameters = parameters + ["left_out.after"]

  /// - Throws: `AccessDenied.notFound` for a key that is no statistic of a user's; `BadRequest`.
  init(_ visit: Visit) throws {
    let query = try visit.query()
    user = try visit.parameter("id")
    guard let statistic = Statistic.named(try visit.parameter("key")), Evidence.exists(for: statistic) else {
      throw AccessDenied.notFound
    }
    self.statistic = statistic
    tag = query["tag"]
    if statistic.family == .tags, tag == nil { throw BadRequest("tag", "is missing: which tag is the number about?") }
    let isWeekly = statistic == .weeklyTrainingTime
    for (name, isIdle) in [("tag", statistic.family != .tags), ("week", !isWeekly)] where isIdle && query[name] != nil {
      throw BadRequest(name, "has no meaning for \(statistic.key)")
    }
    week = isWeekly ? try TrainingWeek(query["week"], visit) : nil
    limit = try query.number("limit", in: 1...500, default: 50)
    after = try Self.cursor("after", query)
    leftOutAfter = try Self.cursor("left_out.after", query)
  }

  private static func cursor(_ name: String, _ query: Query) throws -> EvidenceCursor? {
    try query[name].map { text in
      guard let cursor = EvidenceCursor(text) else {
        throw BadRequest(name, "is no cursor of this list; begin at its first page")
      }
      return cursor
    }
  }

  struct Found: Sendable {
    let evidence: Evidence
    let tag: (id: String, name: String)?
    let week: TrainingWeek?
    let value: StatisticValue
    /// The value of the statistic `groups`.
    let groups: [String]?
    let sums: [Evidence.Sum]
    let leftOut: Int
    /// Those that count and then those left out, or those that count alone.
    let page: Evidence.Page
    let leftOutPage: Evidence.Page?
    let links: EvidenceLinks
  }

  /// Reads all of it on one snapshot, within what the viewer sees of users.
  /// - Parameter isApart: those left out are a list of their own.
  func found(_ visit: Visit, isApart: Bool = false) async throws -> Found {
    let viewer = try visit.viewer
    let scope = Scope.page(of: viewer)
    let repliesCount = visit.services.settings.repliesCountAsPublications
    let found = try await visit.read { session in
      let subject = try Subject(id: user, in: scope, session)
      let tag = try tag.map { try Self.tag($0, session) }
      guard
        let evidence = Evidence(
          statistic, of: subject, tag: tag?.key, period: week?.period ?? .allTime, scope: scope,
          repliesCount: repliesCount)
      else { throw AccessDenied.notFound }
      let page = try evidence.page(limit: limit, after: after, counting: isApart ? true : nil, session)
      let leftOutPage =
        isApart ? try evidence.page(limit: limit, after: leftOutAfter, counting: false, session) : nil
      return Found(
        evidence: evidence, tag: tag.map { ($0.id, $0.name) }, week: week, value: try evidence.value(session),
        groups: statistic == .groups ? try UserStatistics.groups(of: subject.key, session).map(\.name) : nil,
        sums: try evidence.sums(session), leftOut: try evidence.leftOut(session),
        page: page, leftOutPage: leftOutPage,
        links: try EvidenceLinks(evidence, page.items + (leftOutPage?.items ?? []), for: viewer, session))
    }
    visit.audit("user.records", subject: found.evidence.subject.key, rows: found.page.items.count)
    return found
  }

  private static func tag(_ id: String, _ session: any SQLSession) throws -> (key: Int, id: String, name: String) {
    let found = try session.first("SELECT key, id, name FROM tags WHERE id = \(id)") {
      (key: $0.integer(at: 0), id: $0.text(at: 1), name: $0.text(at: 2))
    }
    guard let found else { throw AccessDenied.notFound }
    return found
  }
}
