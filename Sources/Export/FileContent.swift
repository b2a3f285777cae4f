import Access
import Calendar
import DatabaseAccess
import Records
import Store
import Support

/// The content of one file of an export.
struct FileContent {
  /// The name of the file without its endings.
  let name: String
  let ending: String
  let header: [UInt8]
  let selection: SQLText
  /// Appends a row of the selection.
  let append: (any SQLRow, inout [UInt8]) throws -> Void

  /// - Parameters:
  ///   - selection: as `RecordTable` makes it.
  ///   - customFields: ids of the custom fields, in the order of their columns.
  static func records(
    of kind: RecordKind, _ selection: SQLText, _ format: RecordsExport.Format, customFields: [String]
  ) -> FileContent {
    let fields = kind.fields + (kind.takesCustomFields ? customFields.map(Field.custom) : [])
    var header: [UInt8] = []
    if format == .csv { header.append(csvRow: fields.map(\.name)) }
    let keys = fields.map { JSONValue.string($0.name).text }
    return FileContent(name: kind.name, ending: format.rawValue, header: header, selection: selection) { row, bytes in
      let values = values(of: kind, row, customFields)
      switch format {
      case .csv: bytes.append(csvRow: try cells(fields, values, of: kind))
      case .ndjson: bytes.append(jsonLine: zip(keys, zip(fields, values).map { $0.json($1) }))
      }
    }
  }

  /// The entries by or about a user, latest first.
  static func auditLog(of user: String) -> FileContent {
    FileContent(
      name: "audit", ending: RecordsExport.Format.ndjson.rawValue, header: [],
      selection: AuditLog(.person(user)).select()
    ) { row, bytes in
      let entry = AuditLog.decode(row)
      // What they searched for may name other people.
      let isOfOthers = entry.viewer?.id.equalsBytes(of: user) == true && entry.subject?.id.equalsBytes(of: user) != true
      let members: [(String, JSONValue)] = [
        ("at", .string(Instant.text(entry.at))), ("action", .string(entry.action)),
        ("viewer", .string(entry.viewer?.id)), ("user", .string(entry.subject?.id)),
        ("filters", .string(isOfOthers ? nil : entry.filters)), ("rows", entry.rows.map { .integer($0) } ?? .null),
      ]
      bytes.append(jsonLine: members.map { (JSONValue.string($0.0).text, $0.1.text) })
    }
  }

  private static func values(of kind: RecordKind, _ row: any SQLRow, _ customFields: [String]) -> [FieldValue] {
    let values = kind.fields.indices.map { FieldValue(row.value($0)) }
    guard kind.takesCustomFields, !customFields.isEmpty else { return values }
    let custom = JSONText.members(row.text(values.count))
    return values + customFields.map { custom[$0].map { .text($0) } ?? .none }
  }

  private static func cells(_ fields: [Field], _ values: [FieldValue], of kind: RecordKind) throws -> [String] {
    do { return try zip(fields, values).map { try $0.cell($1) } } catch let fault as FieldError {
      let record = "\(kind.name), \(values[0].text ?? "")"
      throw ExportError.unwritable("\(record): \(fault.field) “\(fault.value)” \(fault.reason).")
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(csvRow cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(csv: cell)
    }
    append(UInt8(ascii: "\n"))
  }

  /// - Parameter members: names and values, each as JSON.
  fileprivate mutating func append(jsonLine members: some Sequence<(String, String)>) {
    append(UInt8(ascii: "{"))
    for (index, member) in members.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      append(contentsOf: member.0.utf8)
      append(UInt8(ascii: ":"))
      append(contentsOf: member.1.utf8)
    }
    append(contentsOf: "}\n".utf8)
  }
}
