package import Access
package import Calendar
package import DatabaseAccess

/// The records that a user's statistic was computed from: counted ones with their contribution, excluded ones with the
/// reason.
///
/// The records come from the same tables, standings and conditions as the statistic itself; a test checks their sum
/// against the statistic on random platforms.
package struct Evidence: Sendable {
  package let statistic: Statistic
  package let subject: Subject
  private let source: EvidenceSource
  private let context: EvidenceSource.Context

  /// - Parameters:
  ///   - tag: the key of the tag, for statistics of the family *Tags*; ignored for others.
  ///   - period: the week of `weekly_training_time`; ignored for others.
  ///   - scope: the users visible to the viewer; other users behind a number are counted but not listed.
  ///   - repliesCount: the platform setting `replies_count_as_publications`.
  /// - Returns: nil if the statistic is not computed from a user's records, or if its tag is missing.
  package init?(
    _ statistic: Statistic, of subject: Subject, tag: Int? = nil, period: Period = .allTime, at moment: Moment,
    scope: Scope, repliesCount: Bool = true
  ) {
    let counted = statistic.counted(repliesCount: repliesCount)
    guard let source = counted.evidence else { return nil }
    if statistic.family == .tags, tag == nil { return nil }
    self.statistic = counted
    self.subject = subject
    self.source = source
    context = .init(user: subject.user, tag: tag ?? 0, period: period, moment: moment, scope: scope)
  }

  /// Whether a statistic has evidence.
  package static func exists(for statistic: Statistic) -> Bool { statistic.evidence != nil }

  /// Whether it is the mean of the means of each kind of record, instead of the mean of all records.
  package var isMeanOfMeans: Bool { source.isMeanOfMeans }

  /// A record behind the statistic.
  package struct Item: Sendable, Equatable {
    /// The kind of record, as in `records.md`.
    package let kind: String
    /// The record's id. For kinds without an id, the ids in its key except the user's, separated by spaces.
    package let id: String
    package let at: Int?
    /// The name of the course, question … that it refers to.
    package let name: String?
    /// The record's own score, time or status.
    package let value: Cell
    /// Its contribution to the statistic; nil if it is excluded.
    package let contribution: Cell?
    package let reason: EvidenceReason?
    /// The id of the linked page's subject: the course of an attempt, the answer itself, the session of an enrolment.
    package let leadsTo: String?
  }

  package struct Page: Sendable {
    package var items: [Item] = []
    package var next: EvidenceCursor?
  }

  /// The sum of the counted records of a kind, over all pages.
  package struct Sum: Sendable, Equatable {
    package let kind: String
    package let records: Int
    /// Hundredths for scores, seconds for durations; for instants, the instant itself.
    package let amount: Int
    /// Counted records that the viewer may not see.
    package let notShown: Int
  }

  /// Counted records, then excluded ones, or only one of the two; each latest first.
  package func page(
    limit: Int, after: EvidenceCursor? = nil, counting: Bool? = nil, _ session: any SQLSession
  ) throws -> Page {
    let part: SQLText = counting.map { "e.outside = \($0 ? 0 : 1)" } ?? "true"
    let beyond: SQLText =
      after.map { "(e.outside, e.place, e.kind, e.id) > (\($0.outside), \($0.place), \($0.kind), \($0.id))" } ?? "true"
    let found = try session.all(
      """
      SELECT e.kind, e.id, e.dated, e.name, e.number, e.word, e.amount, e.reason, e.outside, e.place, e.leads
      FROM (SELECT r.kind, r.id, r.dated, r.name, r.number, r.word, r.amount, r.reason, r.leads,
          CASE WHEN r.reason IS NULL THEN 0 ELSE 1 END AS outside, -coalesce(r.dated, \(Self.undated)) AS place
        FROM (\(sql: source.select(context))) AS r WHERE r.shown = 1) AS e
      WHERE \(sql: part) AND \(sql: beyond) ORDER BY e.outside, e.place, e.kind, e.id LIMIT \(limit + 1)
      """
    ) { (item: decode($0), place: EvidenceCursor($0, from: 8)) }
    var page = Page(items: found.prefix(limit).map(\.item))
    if found.count > limit { page.next = found[limit - 1].place }
    return page
  }

  /// Sorts records without a date last.
  private static let undated = -1_000_000_000_000

  private func decode(_ row: any SQLRow) -> Item {
    let reason = row.text(7).flatMap(EvidenceReason.init)
    return Item(
      kind: row.text(at: 0), id: row.text(at: 1), at: row.integer(2), name: row.text(3),
      value: source.shows.cell(number: row.integer(4), word: row.text(5)),
      contribution: reason == nil ? contribution(row.integer(at: 6)) : nil, reason: reason, leadsTo: row.text(10))
  }

  private func contribution(_ amount: Int) -> Cell {
    switch statistic.unit {
    case .percent, .score: .percent(Fraction(amount, 1))
    case .duration: .duration(amount)
    case .instant: .instant(amount)
    case .count, .names, .status: .count(amount)
    }
  }

  /// The sums by kind of record.
  package func sums(_ session: any SQLSession) throws -> [Sum] {
    try session.all(
      """
      SELECT r.kind, count(*), sum(r.amount), sum(CASE WHEN r.shown = 0 THEN 1 ELSE 0 END)
      FROM (\(sql: source.select(context))) AS r WHERE r.reason IS NULL GROUP BY r.kind ORDER BY r.kind
      """
    ) { row in
      Sum(kind: row.text(at: 0), records: row.integer(at: 1), amount: row.integer(at: 2), notShown: row.integer(at: 3))
    }
  }

  /// The number of excluded records.
  package func leftOut(_ session: any SQLSession) throws -> Int {
    try session.number(
      "SELECT count(*) FROM (\(sql: source.select(context))) AS r WHERE r.reason IS NOT NULL AND r.shown = 1")
  }

  /// The value by the statistic's own definition, which the sums must equal.
  package func value(_ session: any SQLSession) throws -> Cell {
    if statistic.family == .tags {
      let filter = RowFilter(of: subject.user, about: context.tag, at: context.moment)
      return try Table.tags.value(of: statistic, filter, session) ?? (statistic.unit == .count ? .count(0) : .none)
    }
    if statistic == .weeklyTrainingTime {
      return .duration(try WeeklyTime.totals(of: subject.user, [context.period], session)[0])
    }
    if statistic == .groups { return .count(try UserStatistics.groups(of: subject.user, session).count) }
    return try UserStatistics.totals(of: subject.user, [statistic], at: context.moment, session)[statistic] ?? .count(0)
  }

  /// The value computed from the sums.
  package func total(of sums: [Sum]) -> Cell {
    let (amount, records) = (sums.reduce(0) { $0 + $1.amount }, sums.reduce(0) { $0 + $1.records })
    switch statistic.unit {
    case .duration: return .duration(amount)
    case .instant: return .instant(records == 0 ? nil : amount)
    case .count, .names, .status: return .count(amount)
    case .percent, .score:
      let pooled = source.isMeanOfMeans ? sums.map { Fraction($0.amount, $0.records) } : [Fraction(amount, records)]
      return .mean(Fraction.mean(pooled.filter { $0.denominator > 0 }))
    }
  }
}
