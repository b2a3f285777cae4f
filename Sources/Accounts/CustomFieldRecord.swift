import Access
package import DatabaseAccess
import Import
import Records
import Store
import Support

/// A custom field, and how many users have a value in it.
package struct CustomFieldRecord: Sendable {
  let key: Int
  package let id: String
  package let title: String
  package let isDate: Bool
  package let values: Int

  /// Sorted by title, as in files.
  package static func all(_ session: any SQLSession) throws -> [CustomFieldRecord] {
    try read("true", session).sorted { a, b in
      let (first, second) = (sortKey(a.title), sortKey(b.title))
      return first.utf8.elementsEqual(second.utf8) ? a.id.comesBefore(b.id) : first.comesBefore(second)
    }
  }

  /// - Throws: `AccessDenied.notFound`.
  package init(_ id: String, _ session: any SQLSession) throws {
    guard let field = try Self.read("f.id = \(id)", session).first else { throw AccessDenied.notFound }
    self = field
  }

  private init(_ row: any SQLRow) {
    key = row.integer(at: 0)
    id = row.text(at: 1)
    title = row.text(at: 2)
    isDate = row.text(at: 3) == "date"
    values = row.integer(at: 4)
  }

  private static func read(_ condition: SQLText, _ session: any SQLSession) throws -> [CustomFieldRecord] {
    try session.all(
      """
      SELECT f.key, f.id, f.title, f.type, count(v.user_key)
      FROM custom_fields AS f LEFT JOIN custom_values AS v ON v.custom_field_key = f.key
      WHERE \(sql: condition) GROUP BY f.key, f.id, f.title, f.type
      """
    ) { Self($0) }
  }

  /// Deletes the field and all its values.
  package func delete(_ session: any SQLSession) throws {
    try CustomValues.clear(key, id: id, session)
    try session.run("DELETE FROM custom_fields WHERE key = \(key)")
  }
}

// Changes go through the import, like all records.

extension CustomFieldRecord {
  private static let titleLimit = 200
  /// The limit of fields created on the site: each is a column in every file of users.
  package static let limit = 500

  /// - Throws: `RejectedForm`.
  package static func add(_ title: String, isDate: Bool, _ session: any SQLSession) throws -> CustomFieldRecord {
    let others = try all(session)
    guard others.count < limit else { throw LimitReached(.fields, limit) }
    try check(title, among: others)
    return try save(newID(title, but: Set(others.map(\.id))), title, isDate: isDate, session)
  }

  /// - Throws: `RejectedForm`.
  package func rename(_ title: String, _ session: any SQLSession) throws -> CustomFieldRecord {
    try Self.check(title, among: try Self.all(session).filter { $0.key != key })
    return try Self.save(id, title, isDate: isDate, session)
  }

  /// Titles are unique: columns with the same title would be indistinguishable.
  private static func check(_ title: String, among others: [CustomFieldRecord]) throws {
    func refuse(_ fault: String) throws { throw RejectedForm(errors: ["title": fault]) }
    if title.isEmpty { try refuse("member_error_required") }
    if title.unicodeScalars.count > titleLimit { try refuse("member_error_long") }
    if others.contains(where: { sortKey($0.title) == sortKey(title) }) { try refuse("custom_field_taken") }
  }

  /// The id of a new field: its title, shortened, with a number if that id is taken.
  private static func newID(_ title: String, but taken: Set<String>) -> String {
    let words = sortKey(title).split { !("a"..."z" ~= $0 || "0"..."9" ~= $0) }
    let word = words.isEmpty ? "field" : String(words.joined(separator: "-").prefix(60))
    if !taken.contains(word) { return word }
    return (2...taken.count + 2).lazy.map { "\(word)-\($0)" }.first { !taken.contains($0) } ?? word
  }

  private static func save(
    _ id: String, _ title: String, isDate: Bool, _ session: any SQLSession
  ) throws -> CustomFieldRecord {
    var row = RecordRow(kind: .customFields)
    row.set("id", .text(id))
    row.set("title", .text(title))
    row.set("type", .text(isDate ? "date" : "text"))
    var importSession = try ImportSession(session)
    try importSession.add(InMemoryRecords(.customFields, [row]))
    try importSession.finish()
    return try CustomFieldRecord(id, session)
  }

  /// The subject in the audit log.
  package var filters: String { "id=\(PercentEncoding.encoded(id))&title=\(PercentEncoding.encoded(title))" }
}
