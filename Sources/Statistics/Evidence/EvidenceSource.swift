import Access
import Calendar
import DatabaseAccess

/// Finds the records behind a statistic.
struct EvidenceSource: Sendable {
  /// What is shown as the record's own value.
  let shows: Shows
  /// Whether it is the mean of the means of each kind of record, instead of the mean of all records.
  var isMeanOfMeans = false
  private let parts: @Sendable (Context) -> [Part]

  /// The user, tag, period and moment of the statistic, and the users visible to the viewer.
  struct Context: Sendable {
    let user: VisibleUser
    let tag: Int
    let period: Period
    let moment: Moment
    let scope: Scope
  }

  enum Shows: Sendable {
    case nothing, duration, percent, progress, instant, word

    func cell(number: Int?, word: String?) -> Cell {
      switch self {
      case .nothing: .none
      case .duration: .duration(number)
      case .percent: .score(number)
      case .progress: .progress(number)
      case .instant: .instant(number)
      case .word: .status(code: word)
      }
    }
  }

  init(_ shows: Shows, isMeanOfMeans: Bool = false, _ parts: @escaping @Sendable (Context) -> [Part]) {
    self.shows = shows
    self.isMeanOfMeans = isMeanOfMeans
    self.parts = parts
  }

  /// A SELECT of kind, id, dated, name, number, word, amount, reason, leads and shown, one row per record.
  func select(_ context: Context) -> SQLText { parts(context).map(\.select).joined(separator: " UNION ALL ") }

  /// The records of one kind: expressions over the tables in `from`, with the record as `f`. Reads the tables that
  /// include withdrawn facts (`RecordTable.name`), so that these are listed too.
  struct Part: Sendable {
    let kind: String
    var id = "f.id"
    let dated: String
    let name: String
    var number = "NULL"
    var word = "NULL"
    /// The id of the linked page's subject: the course of an attempt, the session of an enrolment.
    var leads = "NULL"
    var amount = "1"
    /// Whether the source may withdraw the record; then `f` has the column `withdrawn_at`.
    var isWithdrawable = false
    /// The first condition that holds excludes the record.
    var reasons: [(condition: String, reason: EvidenceReason)] = []
    /// Records that do not meet this condition are outside the window.
    var inside: SQLText?
    /// Whether the viewer may see the record.
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

    /// Withdrawn records appear on no other page, so they have no link.
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
