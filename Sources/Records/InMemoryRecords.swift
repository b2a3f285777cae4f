/// Records that the program creates itself (from a form, a directory, a sign-in), so that they pass through the same
/// import code.
package final class InMemoryRecords: RecordSource {
  package let kind: RecordKind
  package let isInMemory = true
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
  /// Sets a field from text, which is checked as in a file; nil and empty text mean "no value".
  package mutating func set(_ name: String, _ text: String?, _ context: FieldContext) throws(FieldError) {
    guard let index = kind.index(of: name) else { return }
    values[index] = try kind.fields[index].read(Array((text ?? "").utf8).span, context)
  }

  /// Sets a field to a value that is already valid.
  package mutating func set(_ name: String, _ value: FieldValue) {
    if let index = kind.index(of: name) { values[index] = value }
  }
}
