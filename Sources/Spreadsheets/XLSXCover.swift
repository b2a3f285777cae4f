/// A first sheet that describes the others, written once they are complete.
package struct XLSXCover {
  package let name: String
  /// Called with the rows of the sheets after it, as they are in the file, in chunks and in order.
  package let onBytes: (UnsafeRawBufferPointer) -> Void
  /// Its lines, each a label and a value.
  /// - Parameter rows: the number of rows, without headers.
  package let lines: (_ rows: Int) -> [(String, String)]

  package init(
    name: String, onBytes: @escaping (UnsafeRawBufferPointer) -> Void, lines: @escaping (Int) -> [(String, String)]
  ) {
    self.name = name
    self.onBytes = onBytes
    self.lines = lines
  }
}
