package import DatabaseAccess

/// Reads the audit log, latest entry first.
package struct AuditLog: Sendable {
  /// The selected entries.
  package enum Extent: Sendable {
    case everything
    /// Entries by or about a person, by id; none for an unknown id.
    case person(String)
    /// Entries about the user with this key.
    case about(Int)
  }

  package struct Entry: Sendable {
    package let key: Int
    /// Seconds UTC, from the machine's clock.
    package let at: Int
    /// For example `user.view` or `users.download`.
    package let action: String
    /// Nil for the server itself or a command on its machine.
    package let viewer: Person?
    /// The user whose statistics were viewed or whose account was changed; nil for a list.
    package let subject: Person?
    /// As in the URL.
    package let filters: String
    /// The number of rows in it.
    package let rows: Int?
  }

  package struct Person: Sendable {
    package let id: String
    package let firstName: String
    package let lastName: String
    package let isDeleted: Bool

    /// - Parameter column: the column of the id; first and last name follow.
    init(_ row: any SQLRow, from column: Int, deletedAt: Int) {
      id = row.text(at: column)
      firstName = row.text(at: column + 1)
      lastName = row.text(at: column + 2)
      isDeleted = row.integer(deletedAt) != nil
    }
  }

  package struct Page: Sendable {
    package let entries: [Entry]
    /// The `before` of the next page; nil on the last page.
    package let next: Int?
  }

  private let extent: Extent

  package init(_ extent: Extent) { self.extent = extent }

  /// - Parameter before: the key of the last entry of the previous page; nil for the first page.
  package func page(before: Int?, limit: Int, _ session: any SQLSession) throws -> Page {
    let later: SQLText = before.map { "l.key < \($0)" } ?? "true"
    let found = try session.all("\(sql: select(where: later)) LIMIT \(limit + 1)", Self.decode)
    let entries = Array(found.prefix(limit))
    return Page(entries: entries, next: found.count > limit ? entries.last?.key : nil)
  }

  /// Selects key, instant, the viewer's id, first name, last name and email, action, the subject's id, first name, last
  /// name and email, filters, rows, and the deletion instants of viewer and subject.
  package func select(where condition: SQLText = "true") -> SQLText {
    """
    SELECT l.key, l.at, v.id, v.first_name, v.last_name, v.email, l.action, s.id, s.first_name, s.last_name, s.email,
      l.filters, l.row_count, v.deleted_at, s.deleted_at
    FROM audit_log AS l LEFT JOIN users AS v ON v.key = l.viewer_key LEFT JOIN users AS s ON s.key = l.subject_key
    WHERE \(sql: condition) AND \(sql: belongs) ORDER BY l.key DESC
    """
  }

  private var belongs: SQLText {
    switch extent {
    case .everything: "true"
    case .person(let id): "(v.id = \(id) OR s.id = \(id))"
    case .about(let key): "l.subject_key = \(key)"
    }
  }

  /// Decodes a row of `select`.
  package static func decode(_ row: any SQLRow) -> Entry {
    Entry(
      key: row.integer(at: 0), at: row.integer(at: 1), action: row.text(at: 6),
      viewer: row.text(2) == nil ? nil : Person(row, from: 2, deletedAt: 13),
      subject: row.text(7) == nil ? nil : Person(row, from: 7, deletedAt: 14),
      filters: row.text(at: 11), rows: row.integer(12))
  }
}
