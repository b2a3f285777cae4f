/// Records that the program itself makes (of a form, a directory, a sign-in), on their way through the same door.
package final class MadeRecords: RecordSource {
  package let kind: RecordKind
  private var rows: ArraySlice<RecordRow>
  private var place = 0

  package init(_ kind: RecordKind, _ rows: [RecordRow]) {
    self.kind = kind
    self.rows = ArraySlice(rows)
  }

  package func next() -> RecordItem? {
    guard var row = rows.popFirst() else { return nil }
    place += 1
    let faults = row.settle()
    return faults.isEmpty ? .row(row, line: place) : .faulty(row, line: place, unreadable: .none, faults)
  }
}

extension RecordRow {
  /// Sets a field from its text, checked as that of a file; nil and an empty one are "no value".
  package mutating func set(_ name: String, _ text: String?, _ context: FieldContext) throws(FieldFault) {
    guard let index = kind.index(of: name) else { return }
    values[index] = try kind.fields[index].read(Array((text ?? "").utf8).span, context)
  }

  /// Sets a field to what is known to be one of its values.
  package mutating func set(_ name: String, _ value: FieldValue) {
    if let index = kind.index(of: name) { values[index] = value }
  }
}
