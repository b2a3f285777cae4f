import Foundation

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

  func add(_ table: String, _ id: Int? = nil, _ text: String) throws {
    count += 1
    if first.count < Self.firstLimit { first.append(Note(table: table, id: id, text: text)) }
    try file.write([table, id.map(String.init), text])
  }

  func finish() throws { try file.finish() }

  private static let firstLimit = 100
}
