/// A first sheet that says what the others hold, written when they are whole.
package struct XLSXCover {
  package let name: String
  /// Given the rows of the sheets behind it, as they stand in the file, piece by piece and in order.
  package let onBytes: (UnsafeRawBufferPointer) -> Void
  /// Its lines, a word and what it says each.
  /// - Parameter rows: how many rows there are, headers left out.
  package let lines: (_ rows: Int) -> [(String, String)]

  package init(
    name: String, onBytes: @escaping (UnsafeRawBufferPointer) -> Void, lines: @escaping (Int) -> [(String, String)]
  ) {
    self.name = name
    self.onBytes = onBytes
    self.lines = lines
  }
}
