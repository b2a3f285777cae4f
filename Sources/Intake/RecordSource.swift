package import Records

/// Records of one kind, one at a time, with what is wrong with those that are none.
package protocol RecordSource: AnyObject {
  var kind: RecordKind { get }

  /// - Returns: nil at the end.
  /// - Throws: `UnreadableFile` or `RowFault` when nothing more can be read.
  func next() throws -> RecordItem?
}

package enum RecordItem: Sendable {
  case row(RecordRow, line: Int)
  case fault(RowFault)
}

extension RecordKind {
  /// What to say of a name that is none of the kind's fields.
  func unknownField(_ name: String) -> String {
    let names = fields.map(\.name)
    let nearest = nearestName(to: name, in: names).map { "did you mean \($0)?" }
    return "is no column of \(self.name); " + (nearest ?? "known are \(names.joined(separator: ", "))")
  }
}

extension Field {
  /// The field behind a column `custom:ID`; whether there is such a custom field, the store tells.
  static func custom(_ id: String) -> Field {
    Field(name: "custom:\(id)", type: .text, isRequired: false, fallback: .none)
  }
}
