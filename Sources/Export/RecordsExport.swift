package import Access
package import DatabaseAccess
package import Records
import Store

/// An export of records as a records folder: which records, and in which form.
package struct RecordsExport: Sendable {
  package enum Format: String, Sendable, CaseIterable { case csv, ndjson }

  private let kinds: [RecordKind]
  private let user: String?
  private let format: Format
  private let isCompressed: Bool

  /// - Parameters:
  ///   - kinds: the kinds to write, in any order; nil for all.
  ///   - user: the id of a user: only the records about this user, and the entries of the audit log by or about them.
  ///     Nil for all records, without the audit log.
  package init(
    _ kinds: [RecordKind]? = nil, about user: String? = nil, as format: Format = .csv, isCompressed: Bool = false
  ) {
    self.kinds = RecordKind.all.filter { kinds?.contains($0) ?? true }
    self.user = user
    self.format = format
    self.isCompressed = isCompressed
  }

  /// Writes a file for each kind that has records, row by row.
  /// - Parameters:
  ///   - session: one snapshot, so that the files match.
  ///   - progress: receives the name of a kind and the number of its records that were written so far.
  /// - Returns: the number of rows of each file.
  /// - Throws: `ExportError`.
  package func write(
    to folder: ExportFolder, _ session: any SQLSession, progress: (String, Int) -> Void = { _, _ in }
  ) throws -> [(name: String, rows: Int)] {
    try contents(session).map { content in
      (name: content.name, rows: try write(content, to: folder, session, progress))
    }.filter { $0.rows > 0 }
  }

  /// Adds an entry to the audit log.
  /// - Parameters:
  ///   - viewer: nil for a command.
  ///   - now: the system clock, seconds UTC.
  package func note(rows: Int, by viewer: Viewer?, at now: Int, _ session: any SQLSession) throws {
    let kinds = kinds.map(\.name).joined(separator: ",")
    let subject = try user.map { try key(of: $0, session) }
    try Audit.note(
      "\(user == nil ? "records" : "user").export", by: viewer, subject: subject, filters: "kinds=\(kinds)", rows: rows,
      at: now, session)
  }

  private func contents(_ session: any SQLSession) throws -> [FileContent] {
    let customFields = try session.all("SELECT id FROM custom_fields ORDER BY id") { $0.text(at: 0) }
    let key = try user.map { try self.key(of: $0, session) }
    let records = kinds.compactMap { kind -> FileContent? in
      let table = RecordTable(kind)
      let selection = key == nil ? table.selection : key.flatMap(table.selection(about:))
      return selection.map { .records(of: kind, $0, format, customFields: customFields) }
    }
    return records + (user.map { [.auditLog(of: $0)] } ?? [])
  }

  private func key(of user: String, _ session: any SQLSession) throws -> Int {
    guard let key = try session.first("SELECT key FROM users WHERE id = \(user)", { $0.integer(at: 0) }) else {
      throw ExportError.unknownUser(user)
    }
    return key
  }

  private func write(
    _ content: FileContent, to folder: ExportFolder, _ session: any SQLSession, _ progress: (String, Int) -> Void
  ) throws -> Int {
    let path = folder.file("\(content.name).\(content.ending)\(isCompressed ? ".gz" : "")")
    var file: ExportFile?
    var rows = 0
    try session.each(content.selection) { row in
      let target = try file ?? ExportFile(path, isCompressed: isCompressed)
      if file == nil { target.bytes += content.header }
      file = target
      try content.append(row, &target.bytes)
      try target.endRow()
      rows += 1
      if rows % 1_000 == 0 { progress(content.name, rows) }
    }
    try file?.finish()
    return rows
  }
}
