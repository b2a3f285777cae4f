import Foundation
import Records

/// Records of one kind from NDJSON: one object per line, keyed by field names.
final class JSONLineRecords: RecordSource {
  let kind: RecordKind
  private let reader: JSONRow
  private var lines: LineReader
  private var isAtEnd = false

  init(_ kind: RecordKind, _ source: any ByteSource, _ context: FieldContext) {
    self.kind = kind
    reader = JSONRow(kind: kind, context: context)
    lines = LineReader(source)
  }

  func next() throws -> RecordItem? {
    if isAtEnd { return nil }
    do { return try nextLine() } catch let error as UnreadableFile {
      isAtEnd = true
      return .fault(error.fault(kind))
    }
  }

  private func nextLine() throws -> RecordItem? {
    guard let line = try lines.next() else { return nil }
    if line.count > CSVReader.rowLimit { return .fault(reader.fault(lines.line, "the line is longer than 1 MiB")) }
    guard String(validating: line, as: UTF8.self) != nil else {
      return .fault(reader.fault(lines.line, "the line is not UTF-8; save the file as UTF-8"))
    }
    guard let object = try? JSONSerialization.jsonObject(with: Data(line)) else {
      return .fault(reader.fault(lines.line, "the line is not valid JSON; write one object per line"))
    }
    return reader.read(object, lines.line)
  }
}

/// Records of one kind from one JSON value in memory: an object or an array of objects.
final class JSONValueRecords: RecordSource {
  let kind: RecordKind
  private let reader: JSONRow
  private var objects: ArraySlice<Any>
  private var place = 0

  init(_ kind: RecordKind, _ value: Any, _ context: FieldContext) {
    self.kind = kind
    reader = JSONRow(kind: kind, context: context)
    objects = ArraySlice(value as? [Any] ?? [value])
  }

  func next() throws -> RecordItem? {
    guard let object = objects.popFirst() else { return nil }
    place += 1
    return reader.read(object, place)
  }
}

/// Lines that end with LF or CRLF; blank lines are skipped.
struct LineReader {
  private let source: any ByteSource
  private var buffer: [UInt8] = []
  private var position = 0
  private var isPastLimit = false
  private(set) var line = 0

  init(_ source: any ByteSource) { self.source = source }

  mutating func next() throws -> ArraySlice<UInt8>? {
    while let text = try readLine() {
      if !text.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\t") }) {
        return text
      }
    }
    return nil
  }

  private mutating func readLine() throws -> ArraySlice<UInt8>? {
    if isPastLimit { try skipRest() }
    var searched = position
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { position = end + 1 }
        line += 1
        return buffer[position..<end]
      }
      // Only the first part of a line beyond the limit is returned; the caller rejects it.
      if buffer.count - position > 2 * CSVReader.rowLimit {
        isPastLimit = true
        return takeRest()
      }
      buffer.removeFirst(position)
      position = 0
      searched = buffer.count
      let before = buffer.count
      try source.read(into: &buffer)
      if buffer.count == before { return buffer.isEmpty ? nil : takeRest() }
      if line == 0, buffer.starts(with: [0xEF, 0xBB, 0xBF]) {
        buffer.removeFirst(3)
        searched = 0
      }
    }
  }

  /// Skips to the end of a line whose first part was returned.
  private mutating func skipRest() throws {
    isPastLimit = false
    while true {
      if let end = buffer[position...].firstIndex(of: UInt8(ascii: "\n")) {
        position = end + 1
        return
      }
      buffer.removeAll(keepingCapacity: true)
      position = 0
      try source.read(into: &buffer)
      if buffer.isEmpty { return }
    }
  }

  private mutating func takeRest() -> ArraySlice<UInt8> {
    defer { position = buffer.count }
    line += 1
    return buffer[position...]
  }
}
