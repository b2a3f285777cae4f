/// A fault and the row it is in.
package struct RowError: Error, Sendable {
  /// Name of the kind of record.
  package let kind: String
  /// The line of a file, or the position in a batch, from 1; 0 means the file as a whole.
  package let line: Int
  package let fault: FieldError

  package init(kind: String, line: Int, fault: FieldError) {
    self.kind = kind
    self.line = line
    self.fault = fault
  }
}
