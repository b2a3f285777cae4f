package import Access
import Calendar
package import DatabaseAccess
import Foundation
package import Spreadsheets
import Statistics
import Support

/// A requested file: content and format. It can be stored and created later for a user, with the rights they have then.
package struct ExportRequest: Sendable, Codable, Equatable {
  package var content: ExportKind
  package var format: FileFormat
  /// The requested file name without extension; nil: the default name of the content, with the date.
  package var name: String?
  /// Whether to add a manifest; nil in requests stored by older versions, meaning no.
  private(set) var isDescribed: Bool?

  package init(_ content: ExportKind, format: FileFormat, name: String? = nil, about: Bool = false) {
    isDescribed = about ? true : nil
    self.content = content
    self.format = format
    self.name = name
  }

  /// Maximum length of a name, in characters.
  package static let nameLimit = 100

  /// A text form for storage.
  package var text: String { get throws { try JSONText.encoded(self) } }

  /// - Returns: nil if this version cannot read it.
  package init?(text: String) {
    guard let order = try? JSONDecoder().decode(ExportRequest.self, from: Data(text.utf8)) else { return nil }
    self = order
  }

  /// The name of the file: `users-2026-03-15.csv`.
  /// - Parameter day: days since 1970-01-01, in the platform's zone.
  package func fileName(stem: String, day: Int) -> String {
    let dated = "\(stem)-\(Instant.dateText(day))"
    return Self.safe(name ?? dated) + "." + format.rawValue
  }

  /// A safe file name: control characters, path separators, line breaks and a leading dot become `_`.
  private static func safe(_ name: String) -> String {
    let safe = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map {
          $0.value < 0x20 || $0.value == 0x7F || "/\\\u{2028}\u{2029}".unicodeScalars.contains($0) ? "_" : $0
        }))
    return safe.utf8.first == UInt8(ascii: ".") ? "_" + safe.dropFirst() : safe
  }
}

/// The platform's settings that a file depends on.
package struct FileSettings: Sendable {
  package let style: SpreadsheetStyle
  package let repliesCountAsPublications: Bool

  package init(style: SpreadsheetStyle, repliesCountAsPublications: Bool) {
    self.style = style
    self.repliesCountAsPublications = repliesCountAsPublications
  }

  /// - Parameter now: seconds UTC.
  func moment(_ now: Int) -> Moment { Moment(now, in: style.time) }
}

extension ExportRequest {
  /// What is known about a file before it is created.
  package struct Head: Sendable {
    package let fileName: String
    /// Key of the user, if it is about a single one; nil for a list.
    package let subject: Int?
  }

  /// Checks the rights of the user it is created for, and the conditions.
  /// - Throws: `AccessDenied`, `BadFilter`.
  package func head(
    for viewer: Viewer, _ settings: FileSettings, now: Int, _ session: any SQLSession
  ) throws -> Head {
    guard content.isOpen(to: viewer.roles) else { throw AccessDenied.notPermitted }
    try content.check(for: viewer, settings, now: now, session)
    let day = settings.moment(now).today
    guard case .user(let id) = content else {
      return Head(fileName: fileName(stem: content.stem, day: day), subject: nil)
    }
    let subject = try Subject(id: id, in: content.scope(of: viewer), session)
    return Head(fileName: fileName(stem: "\(content.stem)-\(subject.lastName)", day: day), subject: subject.key)
  }
}
