import Access
import DatabaseAccess

/// How the records behind a statistic are found.
struct EvidenceSource: Sendable {
  /// What is shown as the record's own value.
  let shows: Shows
  /// The mean of the means of each kind of record, rather than of all records.
  var isMeanOfMeans = false
  private let parts: @Sendable (Context) -> [Part]

  /// Whose records, about which tag, within which period, and whom the viewer sees.
  struct Context: Sendable {
    let user: Int
    let tag: Int
    let period: Period
    let scope: Scope
  }

  enum Shows: Sendable {
    case nothing, duration, percent, progress, instant, word

    func cell(number: Int?, word: String?) -> Section.Cell {
      switch self {
      case .nothing: .none
      case .duration: number.map { .duration($0) } ?? .none
      case .percent: .score(number)
      case .progress: .progress(number)
      case .instant: .instant(number)
      case .word: word.map { .status($0) } ?? .none
      }
    }
  }

  init(_ shows: Shows, isMeanOfMeans: Bool = false, _ parts: @escaping @Sendable (Context) -> [Part]) {
    self.shows = shows
    self.isMeanOfMeans = isMeanOfMeans
    self.parts = parts
  }

  /// A SELECT of kind, id, dated, name, number, word, amount, reason, leads and shown, a row for each record.
  func select(_ context: Context) -> SQLText { parts(context).map(\.select).joined(separator: " UNION ALL ") }

  /// The records of one kind: expressions over the tables in `from`, where the record itself is `f`. Facts are read from
  /// the tables of all (`RecordTable.name`): those that were withdrawn are listed as such.
  struct Part: Sendable {
    let kind: String
    var id = "f.id"
    let dated: String
    let name: String
    var number = "NULL"
    var word = "NULL"
    /// The id of what the record leads to: the course of an attempt, the session of an enrolment.
    var leads = "NULL"
    var amount = "1"
    /// Whether the record is one that its source may take back: `f` has `withdrawn_at` then.
    var isWithdrawable = false
    /// The first condition that holds leaves the record out.
    var reasons: [(condition: String, reason: EvidenceReason)] = []
    /// Records for which this does not hold are outside the window.
    var inside: SQLText?
    /// Whether the viewer may see it.
    var shown: SQLText = "true"
    let from: SQLText

    var select: SQLText {
      """
      SELECT '\(raw: kind)' AS kind, \(raw: id) AS id, \(raw: dated) AS dated, \(raw: name) AS name,
        CAST(\(raw: number) AS bigint) AS number, CAST(\(raw: word) AS text) AS word,
        CAST(\(raw: amount) AS bigint) AS amount, \(sql: reason) AS reason, CAST(\(raw: whereItIs) AS text) AS leads,
        CASE WHEN \(sql: shown) THEN 1 ELSE 0 END AS shown
      FROM \(sql: from)
      """
    }

    private static let isWithdrawn = "f.withdrawn_at IS NOT NULL"

    /// What was withdrawn is on no page but this one.
    private var whereItIs: String { isWithdrawable ? "CASE WHEN NOT (\(Self.isWithdrawn)) THEN \(leads) END" : leads }

    private var reason: SQLText {
      let withdrawn = isWithdrawable ? [Self.when(SQLText(raw: Self.isWithdrawn), .withdrawn)] : []
      let window: [SQLText] = inside.map { [Self.when("NOT (\(sql: $0))", .outsideWindow)] } ?? []
      let cases = withdrawn + window + reasons.map { Self.when(SQLText(raw: $0.condition), $0.reason) }
      return cases.isEmpty ? "CAST(NULL AS text)" : "CASE \(sql: cases.joined(separator: " ")) END"
    }

    private static func when(_ condition: SQLText, _ reason: EvidenceReason) -> SQLText {
      "WHEN \(sql: condition) THEN '\(raw: reason.rawValue)'"
    }
  }
}

extension EvidenceSource {
  /// By the key of the statistic: every statistic of a user's that is summed up from records.
  static let all: [String: EvidenceSource] = {
    var all: [String: EvidenceSource] = [
      "time_spent": .attemptTime, "training_time": .attemptTime, "total_time_spent": .totalTimeSpent,
      "last_activity": .lastActivity, "average_score": .averageScore, "completed_courses": .completedCourses,
      "attended_classrooms": .attendedClassrooms, "answered_questions": .answers,
      "average_answer_score": .answerScores, "posted_messages": .posts, "messages": .posts,
      "publications": .publications, "comments": .comments, "reactions": .reactions, "direct_reports": .reports,
      "groups": .groups, "tag_training_score": .tagTraining, "tag_assessment_score": .tagAssessments,
      "tag_average_score": .tagAverage, "tag_work": .tagWork,
    ]
    all["weekly_training_time"] = .timeWithin
    all["completed_programs"] = .completed(.program)
    all["completed_paths"] = .completed(.path)
    all["assigned_programs"] = .assigned(.program)
    all["assigned_paths"] = .assigned(.path)
    return all
  }()

  /// With the platform setting `replies_count_as_publications` off, replies are left out.
  static func of(_ statistic: Statistic, repliesCount: Bool) -> EvidenceSource? {
    statistic == .publications && !repliesCount ? .publicationsWithoutReplies : all[statistic.key]
  }
}
