import Access
import DatabaseAccess
import Statistics

/// A request for the records behind a user's number, for the page and the API.
struct EvidenceRequest: Sendable {
  private let user: String
  private let statistic: Statistic
  private let tag: String?
  private let week: TrainingWeek?
  private let limit: Int
  private let after: EvidenceCursor?
  /// The cursor of the list of records left out; only on the page.
  private let leftOutAfter: EvidenceCursor?

  /// Parameters of the API; the page has a second cursor.
  static let parameters: Parameters = ["tag", "week", "limit", "after"]
  static let pageParameters = parameters + ["left_out.after"]

  /// - Throws: `AccessDenied.notFound` for a key that is not a user statistic; `BadRequest`.
  init(_ visit: WebRequest) throws {
    let query = try visit.query()
    user = try visit.parameter("id")
    guard let statistic = Statistic.named(try visit.parameter("key")), Evidence.exists(for: statistic) else {
      throw AccessDenied.notFound
    }
    self.statistic = statistic
    tag = query["tag"]
    if statistic.family == .tags, tag == nil { throw BadRequest("tag", "is missing; give the id of the tag") }
    let isWeekly = statistic == .weeklyTrainingTime
    for (name, isIdle) in [("tag", statistic.family != .tags), ("week", !isWeekly)] where isIdle && query[name] != nil {
      throw BadRequest(name, "is not supported by \(statistic.key)")
    }
    week = isWeekly ? try TrainingWeek(query["week"], visit) : nil
    limit = try query.number("limit", in: 1...500, default: 50)
    after = try Self.cursor("after", query)
    leftOutAfter = try Self.cursor("left_out.after", query)
  }

  private static func cursor(_ name: String, _ query: Query) throws -> EvidenceCursor? {
    try query[name].map { text in
      guard let cursor = EvidenceCursor(text) else {
        throw BadRequest(name, "is not a cursor of this list; start with its first page")
      }
      return cursor
    }
  }

  struct Found: Sendable {
    let evidence: Evidence
    let tag: EvidenceTag?
    let week: TrainingWeek?
    let value: Cell
    /// The value of the statistic `groups`: names.
    let groups: [String]?
    let sums: [Evidence.Sum]
    let leftOut: Int
    /// The records that count, followed by those left out unless these are a separate list.
    let page: Evidence.Page
    let leftOutPage: Evidence.Page?
    let links: EvidenceLinks
  }

  /// Reads everything in one snapshot, within the viewer's scope.
  /// - Parameter isApart: whether the records left out are a separate list.
  func found(_ visit: WebRequest, isApart: Bool = false) async throws -> Found {
    let viewer = try visit.viewer
    let scope = Scope.page(of: viewer)
    let repliesCount = visit.services.settings.repliesCountAsPublications
    let found = try await visit.read { session in
      let subject = try Subject(id: user, in: scope, session)
      let tag = try tag.map { try EvidenceTag(id: $0, session) }
      guard
        let evidence = Evidence(
          statistic, of: subject, tag: tag?.key, period: week?.period ?? .allTime, at: visit.moment,
          scope: scope, repliesCount: repliesCount)
      else { throw AccessDenied.notFound }
      let page = try evidence.page(limit: limit, after: after, counting: isApart ? true : nil, session)
      let leftOutPage =
        isApart ? try evidence.page(limit: limit, after: leftOutAfter, counting: false, session) : nil
      return Found(
        evidence: evidence, tag: tag, week: week, value: try evidence.value(session),
        groups: statistic == .groups ? try UserStatistics.groups(of: subject.user, session).map(\.name) : nil,
        sums: try evidence.sums(session), leftOut: try evidence.leftOut(session),
        page: page, leftOutPage: leftOutPage,
        links: try EvidenceLinks(evidence, page.items + (leftOutPage?.items ?? []), for: viewer, session))
    }
    visit.audit("user.records", subject: found.evidence.subject.key, rows: found.page.items.count)
    return found
  }
}
