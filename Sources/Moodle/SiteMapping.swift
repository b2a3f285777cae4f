import Calendar
import DatabaseAccess
import Foundation
import Records

/// Maps the staged tables of a site to a records folder. One extension per area; `run` has their order.
///
/// The mapping works in SQL where rows are joined, grouped or sorted, so that memory does not grow with the site, and
/// in Swift where texts and decimals are read.
final class SiteMapping {
  let session: any SQLSession
  let settings: MoodleSettings
  let files: RecordFiles
  let notes: MoodleNotes
  /// The site's settings, from the table `config`.
  let config: [String: String]

  init(_ session: any SQLSession, _ settings: MoodleSettings, _ files: RecordFiles, _ notes: MoodleNotes) throws {
    self.session = session
    self.settings = settings
    self.files = files
    self.notes = notes
    let pairs = try session.all("SELECT name, value FROM config") { ($0.text(at: 0), $0.text(at: 1)) }
    config = Dictionary(pairs) { first, _ in first }
  }

  func run() throws {
    try run("CREATE TABLE used_tag (id integer PRIMARY KEY)")
    try mapPeople()
    try mapPlaces()
    try readRoles()
    try mapCourses()
    try mapEnrolments()
    try mapMemberships()
    try mapManagers()
    try readActivities()
    try readSCORM()
    try computeTime()
    try mapAttempts()
    try mapResults()
    let posts = try files.file(
      .posts, "id author kind place place_id created_at text reply_to archived_at")
    try mapAnswers(corrections: posts)
    try mapQuestions()
    try mapPosts(posts)
    try mapTags()
    try mapCertificates()
    try mapClassrooms()
    try noteSettings()
    try noteBrokenReferences()
  }

  /// The id of a record: `moodle:u3`.
  func id(_ prefix: String, _ number: Int) -> String { "\(settings.source):\(prefix)\(number)" }
  func reference(_ prefix: String, _ number: Int?) -> String? { number.map { id(prefix, $0) } }

  /// The text of an instant; nil and 0 are none.
  func instant(_ seconds: Int?) -> String? { seconds.flatMap { $0 == 0 ? nil : Instant.text($0) } }

  /// The text of an instant that a record needs: the snapshot if Moodle has none.
  func required(_ seconds: Int?, _ table: String, _ id: Int) throws -> String {
    if let text = instant(seconds) { return text }
    try notes.add(table, id, "\(table) \(id): has no time, so that of the import is used")
    return Instant.text(settings.snapshot)
  }

  /// A list of ids; a note if it had to be cut.
  func list(_ ids: [String], _ column: String, of table: String, _ id: Int) throws -> String {
    let (text, isWhole) = PlainText.list(ids, by: "|")
    if !isWhole { try noteCut(column, of: table, id) }
    return text
  }

  func noteCut(_ column: String, of table: String, _ id: Int) throws {
    try notes.add(table, id, "\(table) \(id): its \(column) are longer than 64 KiB: cut")
  }

  func run(_ sql: SQLText) throws { try session.run(sql) }
}

extension SQLValue {
  init(_ integer: Int?) { self = integer.map(SQLValue.integer) ?? .null }
}

extension SQLRow {
  /// An instant, or an id that Moodle writes as 0 for none.
  func positive(_ column: Int) -> Int? { integer(column).flatMap { $0 == 0 ? nil : $0 } }

  func decimal(_ column: Int) -> ExactDecimal? { text(column).flatMap { ExactDecimal($0) } }
}
