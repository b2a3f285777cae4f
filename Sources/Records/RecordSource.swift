import Support

/// Records of one kind, one at a time, with the faults of rows that are not valid records.
package protocol RecordSource: AnyObject {
  var kind: RecordKind { get }

  /// Ids of the custom fields that the source has columns for, even empty ones; known once the first record is read.
  var customFields: [String] { get }

  /// Whether all records have been read already, so that reading ahead on another thread gains nothing.
  var isInMemory: Bool { get }

  /// - Returns: nil at the end.
  /// - Throws: `RowError` or an error of the source if nothing more can be read.
  func next() throws -> RecordItem?
}

extension RecordSource {
  package var customFields: [String] { [] }
  package var isInMemory: Bool { false }

  /// A chunk of up to 512 records.
  /// - Returns: nil at the end.
  package func chunk() throws -> [RecordItem]? {
    var items: [RecordItem] = []
    items.reserveCapacity(512)
    while items.count < 512, let item = try next() { items.append(item) }
    return items.isEmpty ? nil : items
  }
}

package enum RecordItem: Sendable {
  case row(RecordRow, line: Int)
  /// A row with faults and the values that could be read: other records may refer to it, and it may be a duplicate.
  case faulty(RecordRow, line: Int, unreadable: FieldSet, [FieldError])
  /// A position where no record could be read, such as the header or a line that is not JSON.
  case fault(RowError)
}

extension RecordKind {
  /// The error message for a name that is not a field of the kind.
  package func unknownField(_ name: String) -> String {
    let names = fields.map(\.name)
    let nearest = closestMatch(to: name, in: names).map { "did you mean \($0)?" }
    return "is not a column of \(self.name); " + (nearest ?? "the columns are \(names.joined(separator: ", "))")
  }
}

extension Field {
  /// The field of a column `custom:ID`; only the store knows whether the custom field exists.
  package static func custom(_ id: String) -> Field {
    Field(name: "custom:\(id)", type: .text, isRequired: false, fallback: .none)
  }
}
