import Foundation
import Records
import Support

/// A records folder that is being written: one CSV file per kind, streamed.
final class RecordFiles {
  private let folder: URL
  private var files: [RecordFile] = []

  init(_ folder: URL) { self.folder = folder }

  /// Opens the file of a kind with these columns; once per kind.
  func file(_ kind: RecordKind, _ columns: [String]) throws -> RecordFile {
    let file = try RecordFile(folder.appending(path: "\(kind.name).csv"), columns)
    files.append(file)
    return file
  }

  func file(_ kind: RecordKind, _ columns: String) throws -> RecordFile {
    try file(kind, columns.split(separator: " ").map(String.init))
  }

  func finish() throws { for file in files { try file.finish() } }
}

/// A CSV file with a header.
final class RecordFile {
  private let handle: FileHandle
  private let width: Int
  private var buffer: [UInt8] = []

  init(_ file: URL, _ columns: [String]) throws {
    guard FileManager.default.createFile(atPath: file.path, contents: nil) else {
      throw MoodleError("\(file.path) cannot be written. Name another folder with --staging.")
    }
    handle = try FileHandle(forWritingTo: file)
    width = columns.count
    try write(columns)
  }

  /// Writes a row; nil is an empty cell.
  func write(_ cells: [String?]) throws {
    precondition(cells.count == width, "a row has another number of cells than the header")
    for (index, cell) in cells.enumerated() {
      if index > 0 { buffer.append(UInt8(ascii: ",")) }
      buffer.append(csv: cell ?? "")
    }
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 262_144 { try flush() }
  }

  private func flush() throws {
    try handle.write(contentsOf: buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  func finish() throws {
    try flush()
    try handle.close()
  }
}
