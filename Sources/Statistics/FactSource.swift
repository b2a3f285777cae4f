import DatabaseAccess
import Records

/// Facts and standings summed per user: a SELECT of `user_key` and a few columns, for a selection of facts and a set of
/// users. The same SQL fills the stored standings and answers reports with filters.
enum FactSource: String, Sendable, CaseIterable {
  case attempts, results, answers, courses, classrooms, certificates, posts, reactions, programs, paths, assignments,
    reports

  /// The sources that bulk facts of a kind change, by themselves or by the standings that are computed from them.
  static func affected(by kind: RecordKind) -> [FactSource] {
    switch kind {
    case .attempts: [.attempts, .courses, .programs, .paths]
    case .answers: [.answers]
    case .assessmentResults: [.results, .programs, .paths]
    default: allCases
    }
  }

  /// - Parameters:
  ///   - users: a SELECT of distinct `user_key`s; nil for all users.
  ///   - division: adds rows per unit of time or thing, for the sources that *Summary* reads.
  func sql(_ selection: Selection, users: SQLText?, _ division: FactDivision = .none) -> SQLText {
    let among: SQLText = users.map { "f.user_key IN (\(sql: $0))" } ?? "true"
    return switch self {
    case .attempts: attempts(selection, among, division)
    case .results: results(selection, among, division)
    case .answers: answers(selection, among, division)
    case .courses: courses(selection, among, division)
    case .classrooms: classrooms(selection, among, division)
    case .certificates: certificates(selection, among, division)
    case .posts: Self.everywhere("f.author_key", users) { posts(selection, $0, division) }
    case .reactions: Self.everywhere("f.user_key", users) { reactions(selection, $0) }
    case .programs: completions(.program, selection, among, division)
    case .paths: completions(.path, selection, among, division)
    case .assignments: assignments(selection, among, division)
    case .reports: Self.everywhere("f.manager_key", users, reports)
    }
  }

  private func attempts(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    let recent: SQLText = """
      sum(CASE WHEN \(sql: selection.hasReplaced(division)) THEN 0 ELSE f.time_spent END) AS recent_time_spent,
      """
    return """
      SELECT f.user_key\(raw: division.columns("f.last_activity_at", self)),
        sum(f.score) AS score_sum, count(f.score) AS score_count, sum(f.time_spent) AS time_spent,
        \(sql: division.hasRecentTime ? recent : "") max(f.last_activity_at) AS last_activity
      FROM \(sql: selection.attempts(among, division)) GROUP BY f.user_key\(raw: division.names)
      """
  }

  private func results(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("f.assessed_at", self)), sum(f.score) AS score_sum,
      count(f.score) AS score_count
    FROM assessment_results AS f
    WHERE \(sql: among) AND \(sql: selection.dated("f.assessed_at")) GROUP BY f.user_key\(raw: division.names)
    """
  }

  /// Answers name no session, so none counts if sessions are chosen.
  private func answers(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("f.answered_at", self)), count(*) AS answers, sum(f.score) AS score_sum,
      count(f.score) AS score_count
    FROM answers AS f
    WHERE \(sql: among) AND \(raw: selection.sessions == nil ? "true" : "false")
    AND \(sql: selection.period.contains("f.answered_at")) GROUP BY f.user_key\(raw: division.names)
    """
  }

  /// A course is completed when its earliest attempt at 100 % was, among the attempts that name a chosen session.
  private func courses(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    if selection.sessions != nil { return coursesInSessions(selection, among, division) }
    return """
      SELECT f.user_key\(raw: division.columns("f.first_completed_at", self)), count(*) AS completed
      FROM course_standings AS f
      WHERE \(sql: among) AND f.first_completed_at IS NOT NULL
      AND \(sql: selection.period.contains("f.first_completed_at")) GROUP BY f.user_key\(raw: division.names)
      """
  }

  private func coursesInSessions(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("f.first_completed_at", inner: self)), count(*) AS completed FROM (
      SELECT f.user_key, f.course_key\(raw: division.innerColumn(self)),
        min(\(raw: Self.completion)) AS first_completed_at
      FROM attempts AS f WHERE \(sql: among) AND \(raw: Self.isComplete("f")) AND \(sql: selection.namesSession)
      GROUP BY f.user_key, f.course_key\(raw: division.innerName(self))) AS f
    WHERE \(sql: selection.period.contains("f.first_completed_at")) GROUP BY f.user_key\(raw: division.names)
    """
  }

  private func classrooms(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("s.starts_at", self)), count(DISTINCT s.classroom_key) AS attended
    FROM attendances AS f JOIN classroom_slots AS s ON s.key = f.slot_key
    WHERE \(sql: among) AND \(raw: Self.isPresent) AND \(sql: selection.dated("s.starts_at"))
    GROUP BY f.user_key\(raw: division.names)
    """
  }

  private func certificates(_ selection: Selection, _ among: SQLText, _ division: FactDivision) -> SQLText {
    """
    SELECT f.user_key\(raw: division.columns("f.delivered_at", self)), count(*) AS delivered FROM certificates AS f
    WHERE \(sql: among) AND \(sql: selection.dated("f.delivered_at")) GROUP BY f.user_key\(raw: division.names)
    """
  }

  /// Posts have no session as other facts do (at most one as their place), so none count if sessions are chosen.
  private func posts(_ selection: Selection, _ keys: Keys, _ division: FactDivision) -> SQLText {
    """
    SELECT \(raw: keys.column) AS user_key\(raw: division.columns("f.created_at", self)), count(*) AS posts,
      sum(CASE WHEN \(raw: Self.isMessage) THEN 1 ELSE 0 END) AS messages,
      sum(CASE WHEN \(raw: Self.isMessageReply) THEN 1 ELSE 0 END) AS message_replies,
      sum(CASE WHEN \(raw: Self.isComment) THEN 1 ELSE 0 END) AS comments
    FROM posts AS f\(sql: keys.join) WHERE \(sql: keys.among) AND \(raw: selection.sessions == nil ? "true" : "false")
    AND \(sql: selection.period.contains("f.created_at")) GROUP BY \(raw: keys.column)\(raw: division.names)
    """
  }

  private func reactions(_ selection: Selection, _ keys: Keys) -> SQLText {
    """
    SELECT \(raw: keys.column) AS user_key, count(*) AS reactions FROM reactions AS f\(sql: keys.join)
    WHERE \(sql: keys.among) AND \(raw: Self.isReaction)
    AND \(sql: selection.period.contains("f.created_at")) GROUP BY \(raw: keys.column)
    """
  }

  private func reports(_ keys: Keys) -> SQLText {
    """
    SELECT \(raw: keys.column) AS user_key, count(*) AS direct_reports
    FROM managers AS f JOIN users AS r ON r.key = f.user_key AND r.deleted_at IS NULL\(sql: keys.join)
    WHERE \(sql: keys.among) AND f.until IS NULL GROUP BY \(raw: keys.column)
    """
  }

  /// How facts are limited to users: the column with the user's key, and the join or condition that filters it.
  private struct Keys {
    var column: String
    var join: SQLText = ""
    var among: SQLText = "true"
  }

  /// Sums a table that is on every node of a cluster (`Placement`). With a join, each node sums its own users, grouped
  /// by the joined key; with IN, PostgreSQL would first gather the users from all nodes. SQLite groups in index order
  /// with IN and would have to sort after a join.
  private static func everywhere(_ column: String, _ users: SQLText?, _ sum: (Keys) -> SQLText) -> SQLText {
    guard let users else { return sum(Keys(column: column)) }
    let one = Keys(column: column, among: "\(raw: column) IN (\(sql: users))")
    let all = Keys(column: "w.user_key", join: " JOIN (\(sql: users)) AS w ON w.user_key = \(raw: column)")
    return "\(oneByOne: sum(one), together: sum(all))"
  }
}

// Which facts count: conditions on a fact `f`, shared by the totals here and the records behind them (`Evidence`).

extension FactSource {
  /// The attempt, or the standing in a session or step, is at 100 %.
  static func isComplete(_ fact: String) -> String { "\(fact).progress = \(Percentage.whole)" }
  /// When the attempt was completed.
  static let completion = "coalesce(f.completed_at, f.last_activity_at)"
  /// The attempt was replaced by a more recent one (`Supersession`) that ended later, or that ended earlier.
  static let isSuperseded = "f.superseded_at IS NOT NULL"
  static let isOvertaken = "f.overtaken_at IS NOT NULL"
  static let isPresent = "f.status = 'present'"
  static let isMessage = "f.kind = 'message'"
  static let isMessageReply = "f.kind = 'message' AND f.reply_to IS NOT NULL"
  static let isComment = "f.kind = 'comment'"
  /// A reaction in a course's activity, or a like on a post.
  static let isReaction = "(f.course_key IS NOT NULL OR f.kind = 'like')"
  /// An open enrolment that the user did not create.
  static let assigns = "f.unenrolled_at IS NULL AND f.origin <> 'self'"
}
