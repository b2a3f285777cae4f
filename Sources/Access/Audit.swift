package import DatabaseAccess
import Foundation

/// The log of who looked at or downloaded whose statistics, and who changed whose account. Entries are only ever added.
package enum Audit {
  /// - Parameters:
  ///   - action: `user.view`, `users.download` and the like.
  ///   - viewer: nil: the server did it by itself, or somebody on its machine by a command.
  ///   - subject: key of the user whose statistics were looked at; nil for a list.
  ///   - filters: as in the address; cut with a mark beyond 2 KB.
  ///   - rows: how many users were in it.
  package static func note(
    _ action: String, by viewer: Viewer?, subject: Int? = nil, filters: String = "", rows: Int? = nil, at now: Int,
    _ session: any SQLSession
  ) throws {
    try session.run(
      """
      INSERT INTO audit_log (at, viewer_key, action, subject_key, filters, row_count)
      VALUES (\(now), \(viewer?.key), \(action), \(subject), \(bounded(filters)), \(rows))
      """)
  }

  /// The most bytes that an entry keeps of its filters.
  package static let filtersLimit = 2_048

  private static func bounded(_ filters: String) -> String {
    guard filters.utf8.count > filtersLimit else { return filters }
    let mark = "…"
    var end = filters.utf8.index(filters.startIndex, offsetBy: filtersLimit - mark.utf8.count)
    while end.samePosition(in: filters.unicodeScalars) == nil { end = filters.utf8.index(before: end) }
    var kept = filters.unicodeScalars[..<end]
    // Nor in the middle of a character that is percent-encoded: at most four bytes of three signs each.
    for _ in 0..<4 where String(kept).removingPercentEncoding == nil {
      guard let percent = kept.suffix(3).firstIndex(of: "%") else { break }
      kept = kept[..<percent]
    }
    return String(kept) + mark
  }
}
