import Foundation
import Intake
package import Records

extension SiteReader {
  /// Where the record of a fault comes from: `user 10`, `course 2, user 8 (attempts)`.
  package func place(of fault: RowError) throws -> String {
    let file = records.appending(path: "\(fault.kind).csv")
    guard fault.line > 0, let kind = RecordKind.named(fault.kind) else { return fault.kind }
    var reader = try CSVReader(file, rowLimit: 16 * 1_048_576)
    guard try reader.next() else { return fault.kind }
    let names = reader.cells
    while try reader.next(), reader.line < fault.line {}
    let row = Dictionary(zip(names, reader.cells)) { first, _ in first }
    let key = kind.key.reversed().compactMap { row[$0] }.map { Self.origin($0, settings.source) ?? $0 }
    return key.joined(separator: ", ") + (kind.key == ["id"] ? "" : " (\(fault.kind))")
  }

  /// `user 10` for `moodle:u10`.
  private static func origin(_ id: String, _ source: String) -> String? {
    guard let match = id.dropFirst(source.count + 1).wholeMatch(of: #/([a-z0-9]*?[a-z-]+?)([0-9]+)(?:-r?[0-9]+)?/#)
    else {
      return nil
    }
    return tables[String(match.1)].map { "\($0) \(match.2)" }
  }

  /// The tables that prefixes of ids stand for.
  private static let tables = [
    "u": "user", "c": "course", "cat": "course_categories", "coh": "cohort", "grp": "groups", "q": "question",
    "qa": "question_attempts", "qs": "question_attempt_steps", "quiz": "quiz", "quiz-a": "quiz_attempts",
    "scorm": "scorm",
    "h5p-a": "h5pactivity_attempts", "h5pactivity": "h5pactivity", "assign": "assign", "lesson": "lesson",
    "lesson-g": "lesson_grades", "t": "tag", "post": "forum_posts", "badge": "badge_issued",
    "cert": "tool_certificate_issues", "ccert": "customcert_issues", "att": "attendance", "f2f": "facetoface",
  ]
}

extension CSVReader {
  fileprivate var cells: [String] { ends.indices.map { String(decoding: bytes[cell($0)], as: UTF8.self) } }
}
