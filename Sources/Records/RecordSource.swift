/// Records of one kind, one at a time, with what is wrong with those that are none.
package protocol RecordSource: AnyObject {
  var kind: RecordKind { get }

  /// Ids of the custom fields that the source has columns for, filled or not; known once the first record is read.
  var customFields: [String] { get }

  /// - Returns: nil at the end.
  /// - Throws: when nothing more can be read: `RowFault`, or an error of the source's own.
  func next() throws -> RecordItem?
}

extension RecordSource {
  package var customFields: [String] { [] }

  /// Some hundred records.
  /// - Returns: nil at the end.
  package func portion() throws -> [RecordItem]? {
    var items: [RecordItem] = []
    items.reserveCapacity(512)
    while items.count < 512, let item = try next() { items.append(item) }
    return items.isEmpty ? nil : items
  }
}

package enum RecordItem: Sendable {
  case row(RecordRow, line: Int)
  /// A row with faults, with the values that could be read: other records may name it, and it may be there twice.
  case faulty(RecordRow, line: Int, unreadable: FieldSet, [FieldFault])
  /// A place of which no record could be read, such as a line that is not JSON or the header.
  case fault(RowFault)
}

extension RecordKind {
  /// What to say of a name that is none of the kind's fields.
  package func unknownField(_ name: String) -> String {
    let names = fields.map(\.name)
    let nearest = nearestName(to: name, in: names).map { "did you mean \($0)?" }
    return "is no column of \(self.name); " + (nearest ?? "known are \(names.joined(separator: ", "))")
  }
}

extension Field {
  /// The field behind a column `custom:ID`; whether there is such a custom field, the store tells.
  package static func custom(_ id: String) -> Field {
    Field(name: "custom:\(id)", type: .text, isRequired: false, fallback: .none)
  }
}
