package import Records

/// Why something was not imported, for people: the place, the value, the reason and what to do.
package struct Rejection: Error, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int?
  package let column: String?
  package let value: String?
  package let reason: String

  package init(file: String, line: Int? = nil, column: String? = nil, value: String? = nil, reason: String) {
    self.file = file
    self.line = line
    self.column = column
    self.value = value
    self.reason = reason
  }

  package init(file: String, _ fault: RowError) {
    let (field, value) = (fault.fault.field, fault.fault.value)
    self.init(
      file: file, line: fault.line > 0 ? fault.line : nil, column: field.isEmpty ? nil : field,
      value: field.isEmpty && value.isEmpty ? nil : value, reason: fault.fault.reason)
  }

  /// `users.csv, line 3, column email: "x" is not an email address; write it as in name@example.com`
  package var description: String {
    let place = [file, line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap { $0 }
    return place.joined(separator: ", ") + ": " + (value.map { "\"\(Self.cut($0))\" " } ?? "") + reason
  }

  /// A value as it is shown: one line of at most 80 characters, without control characters.
  private static func cut(_ value: String) -> String {
    let line = singleLine(value)
    return line.count > 80 ? line.prefix(80) + "…" : line
  }

  /// A text from outside as a message or a terminal may have it: blanks instead of control characters.
  package static func singleLine(_ text: String) -> String {
    String(text.map { $0.unicodeScalars.contains { $0.properties.generalCategory == .control } ? " " : $0 })
  }
}
