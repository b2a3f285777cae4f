import Calendar
import Foundation
package import Logging
import Support
import Synchronization

/// Writes each log entry as one line: text, or a JSON object.
package struct LineLogHandler: LogHandler {
  package enum Format: String, CaseIterable, Sendable { case text, json }

  package var logLevel = Logger.Level.info
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?
  private let format: Format
  private let write: @Sendable (String) -> Void

  /// The metadata key of Hummingbird's request id.
  static let requestID = "hb.request.id"

  /// - Parameter write: receives each line, including its newline; standard error by default.
  package init(_ format: Format, write: @escaping @Sendable (String) -> Void = Self.toStandardError) {
    self.format = format
    self.write = write
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    let named = details(of: event)
    let message = Redaction.cleaned(event.message.description)
    switch format {
    case .text:
      let rest = named.map { " \($0.name)=\(Self.word(Self.shown($0.value)))" }.joined()
      write("\(Self.now) \(event.level.rawValue) \(Self.line(message))\(rest)\n")
    case .json:
      let head: [(String, JSONValue)] = [
        ("time", .string(Self.now)), ("level", .string(event.level.rawValue)), ("message", .string(message)),
      ]
      write(JSONValue.object(head + named.map { ($0.name, Self.json($0.value)) }).text + "\n")
    }
  }

  /// The request's id first, then by name.
  private func details(of event: LogEvent) -> [(name: String, value: Logger.Metadata.Value)] {
    let values = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }.merging(event.metadata ?? [:]) { $1 }
    return values.map { (name: $0.key == Self.requestID ? "request" : $0.key, value: $0.value) }
      .sorted { ($0.name != "request" ? 1 : 0, $0.name) < ($1.name != "request" ? 1 : 0, $1.name) }
  }

  /// UTC, with milliseconds.
  private static var now: String {
    let time = Date().timeIntervalSince1970
    let milliseconds = String(1_000 + Int((time - time.rounded(.down)) * 1_000))
    return "\(Instant.text(Int(time.rounded(.down))).dropLast()).\(milliseconds.dropFirst())Z"
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    if case .stringConvertible(let number as Int) = value { return .integer(number) }
    if case .stringConvertible(let flag as Bool) = value { return .bool(flag) }
    return .string(shown(value))
  }

  private static func shown(_ value: Logger.MetadataValue) -> String { Redaction.cleaned("\(value)") }

  /// Quoted if it contains control characters, such as newlines.
  private static func line(_ text: String) -> String {
    text.utf8.allSatisfy { $0 >= 0x20 } ? text : JSONValue.string(text).text
  }

  /// Quoted if it is empty or contains blanks, quotes or control characters.
  private static func word(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\"") }
    return isPlain ? text : JSONValue.string(text).text
  }

  private static let lock = Mutex(())

  package static let toStandardError: @Sendable (String) -> Void = { line in
    lock.withLock { _ in FileHandle.standardError.write(Data(line.utf8)) }
  }
}
