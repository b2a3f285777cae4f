package import Foundation
import Intake

/// What the mapping did with rows that are not as they should be, for people: a CSV file, and the first notes.
package final class MoodleNotes {
  package struct Note: Sendable, Equatable {
    /// The table, without its prefix.
    package let table: String
    /// The id of the row; nil if the note is about several rows or the site.
    package let id: Int?
    package let text: String
  }

  package private(set) var count = 0
  package private(set) var first: [Note] = []
  private let file: RecordFile

  init(_ file: URL) throws { self.file = try RecordFile(file, ["table", "id", "note"]) }

  /// - Parameter text: may quote values of rows, whatever they contain.
  func add(_ table: String, _ id: Int? = nil, _ text: String) throws {
    count += 1
    let text = Rejection.singleLine(text)
    if first.count < Self.firstLimit { first.append(Note(table: table, id: id, text: text)) }
    try file.write([table, id.map(String.init), text])
  }

  func finish() throws { try file.finish() }

  /// The notes of a file, as CSV. If there are more than fit, the last line says that some are missing.
  /// - Parameter limit: in bytes.
  package static func text(of file: URL, limit: Int) throws -> String {
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    let data = try handle.read(upToCount: limit + 1) ?? Data()
    if data.count <= limit { return String(decoding: data, as: UTF8.self) }
    // Texts have no line breaks.
    let end = data.prefix(limit).lastIndex(of: UInt8(ascii: "\n")) ?? 0
    return String(decoding: data.prefix(upTo: end + 1), as: UTF8.self)
      + ",,\"There are more notes; the option --notes writes all of them.\"\n"
  }

  private static let firstLimit = 100
}
