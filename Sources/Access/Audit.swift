package import DatabaseAccess
import Foundation

/// The append-only log of views and downloads of statistics, and of changes to accounts.
package enum Audit {
  /// - Parameters:
  ///   - action: for example `user.view` or `users.download`.
  ///   - viewer: nil for the server itself or a command on its machine.
  ///   - subject: key of the user whose statistics were viewed or whose account was changed; nil for a list.
  ///   - filters: as in the URL; truncated with “…” beyond 2 KB.
  ///   - rows: the number of rows in it.
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

  /// The maximum size of an entry's filters, in bytes.
  package static let filtersLimit = 2_048

  private static func bounded(_ filters: String) -> String {
    guard filters.utf8.count > filtersLimit else { return filters }
    let mark = "…"
    var end = filters.utf8.index(filters.startIndex, offsetBy: filtersLimit - mark.utf8.count)
    while end.samePosition(in: filters.unicodeScalars) == nil { end = filters.utf8.index(before: end) }
    var kept = filters.unicodeScalars[..<end]
    // Do not cut inside a percent-encoded character: at most four bytes of three characters each.
    for _ in 0..<4 where String(kept).removingPercentEncoding == nil {
      guard let percent = kept.suffix(3).firstIndex(of: "%") else { break }
      kept = kept[..<percent]
    }
    return String(kept) + mark
  }
}
